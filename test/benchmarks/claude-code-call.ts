/**
 * What a tool call of the real Claude Code program costs with our hooks: runs of many Read calls against the scripted
 * model, without hooks, with the installed shim (nobody drains the spool, as with an edge that is down) and with
 * `cat` in a shell as the yardstick, in turns. A call's time is that between two requests to the model.
 *
 *     npx node test/benchmarks/claude-code-call.ts [--runs 5] [--calls 40] [--json FILE]
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { applyPlan, planInstall } from '@hookline/harnesses';
import { Spool } from '@hookline/spool';
import { tempDir } from '@hookline/testing';
import { makePlayground } from '../harnesses/claude-code/playground.ts';
import { play } from '../harnesses/model/reply.ts';
import { startScriptedModel } from '../harnesses/model/scripted-model.ts';
import { report } from './report.ts';
import { quantile } from './statistics.ts';

const ADDED_MS_BAR = 20;
/** The first calls of a run pay for what is read and compiled once. */
const WARMING_CALLS = 3;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    calls: { type: 'string', default: '40' },
    json: { type: 'string' },
  },
});
const runs = Number(values.runs);
const calls = Number(values.calls);

await using model = await startScriptedModel();
await using person = await makePlayground(model);
await using folder = await tempDir();
const home = join(folder.path, 'home');
mkdirSync(home);
Spool.open(join(home, 'spool'));
const read = { tools: [{ name: 'Read', input: { file_path: join(person.project, 'index.js') } }] };
model.learn({ reads: [...Array.from({ length: calls }, () => read), { text: 'Read enough.' }] });
mkdirSync(dirname(person.settingsFile), { recursive: true });

/** The two hooks that every variant with hooks has for each call, so that all are compared alike. */
const pair = (command: string) => {
  const hooks = [{ hooks: [{ type: 'command', command, timeout: 2 }] }];
  return JSON.stringify({ hooks: { PreToolUse: hooks, PostToolUse: hooks } });
};
const variants: Readonly<Record<string, () => void>> = {
  'no hooks': () => rmSync(person.settingsFile, { force: true }),
  'cat, Pre and Post': () => writeFileSync(person.settingsFile, pair('cat >/dev/null')),
  'shim, Pre and Post': () => writeFileSync(person.settingsFile, onlyPair(installed())),
  'shim, as installed': () => writeFileSync(person.settingsFile, installed()),
};
const times = Object.fromEntries(Object.keys(variants).map((name) => [name, [] as number[]]));

for (let round = 0; round < runs; round++) {
  for (const [name, configure] of Object.entries(variants)) {
    configure();
    times[name]!.push(...(await measure()));
  }
}
reportCalls();

/** The settings our install writes into an empty file. */
function installed(): string {
  rmSync(person.settingsFile, { force: true });
  applyPlan(planInstall({ home, claudeConfigDir: dirname(person.settingsFile) }));
  return planInstall({ home, claudeConfigDir: dirname(person.settingsFile) }).settings.after ?? '';
}

function onlyPair(settings: string): string {
  const { hooks } = JSON.parse(settings) as { hooks: Record<string, unknown> };
  return JSON.stringify({ hooks: { PreToolUse: hooks.PreToolUse, PostToolUse: hooks.PostToolUse } });
}

async function measure(): Promise<number[]> {
  const { lines, status, errorText } = await person.run(play('reads'), { flags: ['--allowedTools', 'Read'] });
  if (status !== 0) throw new Error(`Claude Code ended with ${status}: ${errorText}`);
  const session = lines.find((line) => line.session_id)!.session_id!;
  const asked = model.servedTo(session).map(({ atMs }) => atMs);
  if (asked.length !== calls + 1) throw new Error(`${asked.length} requests came for ${calls} calls`);
  return asked
    .slice(1)
    .map((atMs, index) => atMs - asked[index]!)
    .slice(WARMING_CALLS);
}

function reportCalls(): void {
  const base = times['no hooks']!;
  const rows = Object.entries(times).map(([variant, own]) => ({
    variant,
    calls: own.length,
    medianMs: quantile(own, 0.5),
    p90Ms: quantile(own, 0.9),
    addedMs: quantile(own, 0.5) - quantile(base, 0.5),
  }));
  console.log(`one Read call of Claude Code, ${runs} runs of ${calls} calls each, in turns`);
  for (const { variant, medianMs, p90Ms, addedMs } of rows) {
    const cells = [`p50 ${medianMs.toFixed(1)} ms`, `p90 ${p90Ms.toFixed(1)} ms`, `added ${addedMs.toFixed(1)} ms`];
    console.log(`  ${variant.padEnd(20)} ${cells.map((cell) => cell.padStart(15)).join(' ')}`);
  }
  const { addedMs } = rows.find(({ variant }) => variant === 'shim, Pre and Post')!;
  const yardstick = rows.find(({ variant }) => variant === 'cat, Pre and Post')!;
  report(
    {
      benchmark: 'claude-code-call',
      figures: [
        {
          what: 'one Claude Code tool call, added by Pre and Post hook',
          figure: `${addedMs.toFixed(1)} ms`,
          yardstick: `sh -c cat pair: ${yardstick.addedMs.toFixed(1)} ms`,
          ratio: addedMs / yardstick.addedMs,
          bar: `≤ ${ADDED_MS_BAR} ms`,
          met: addedMs <= ADDED_MS_BAR,
        },
      ],
      details: { runs, calls, variants: rows },
    },
    values.json,
  );
}
