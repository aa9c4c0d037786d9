/**
 * What it costs a hook to be told something: the installed shim as a whole process, in a project with memories, where the
 * payload calls for none, where the edge answers, and with the edge stopped (SIGSTOP) and killed. Each against
 * `sh -c :` started the same way, in turns.
 *
 *     npx node test/benchmarks/answers.ts [--runs 300] [--json FILE]
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answersLayout, claudeCodeShim, hookCommand, renderShim, shimPath } from '@hookline/harnesses';
import { heldOut, type PackEntry } from '@hookline/memory';
import { eventually } from '@hookline/testing';
import { report } from './report.ts';
import { quantile } from './statistics.ts';

const waitMaxMs = 50;
const silentMax = 3;
const memories = 500;
const project = 'github.com/acme/shop';
const aliveForMs = 4_000;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '300' }, json: { type: 'string' } } });
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const home = join(folder, 'home');
const root = join(folder, 'shop');
mkdirSync(join(home, 'shims'), { recursive: true });
const shim = shimPath(home, 'claude-code');
writeFileSync(shim, renderShim(home, claudeCodeShim));
execFileSync('git', ['init', '-q', root]);
execFileSync('git', ['-C', root, 'remote', 'add', 'origin', `https://${project}.git`]);

const entry = (kind: PackEntry['kind'], nth: number, about: string): PackEntry => ({
  id: `mem_${kind.slice(0, 4)}${String(nth).padStart(6, 'a')}`,
  kind,
  about,
  scope: 'project',
  statement: `${about} was seen in ${nth + 2} sessions, last 2026-11-20`,
  trust: 'tool',
  sessions: nth + 2,
  lastSeen: '2026-11-20T10:00:00.000Z',
  pinned: false,
  helpful: 0,
  harmful: 0,
  confidence: 0.9,
  anchors: [],
  words: `invoice${nth} ledger${nth % 50} rounding`,
});
const entries = Array.from({ length: memories }, (_, n) => [
  entry('pitfall', n, `npm run broken${n}`),
  entry('file', n, `src/module${n}/part${n}.ts`),
  entry('episode', n, `Worked on invoice${n} and ledger${n % 50}`),
]).flat();

let sessions = 0;
/** A session that is told things, another each time. */
function nextSession(): string {
  for (;;) {
    const id = `c54def29-af46-45fd-b416-${(0xd4cb00000000 + ++sessions * 7_919).toString(16)}`;
    if (!heldOut(project, `claude-code:${id}`)) return id;
  }
}

const filler = 'x'.repeat(1_500);
const payloads = {
  call: (command: string) => ({
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command, description: filler },
  }),
  prompt: (prompt: string) => ({ hook_event_name: 'UserPromptSubmit', prompt }),
};
const payloadFile = join(folder, 'payload');

/** Milliseconds of one whole hook, and whether it said anything. */
function hookOnce(payload: Record<string, unknown> | undefined): { tookMs: number; said: boolean } {
  const id = nextSession();
  writeFileSync(payloadFile, `${JSON.stringify({ session_id: id, cwd: root, ...payload })}\n`);
  const stdin = openSync(payloadFile, 'r');
  const command = payload === undefined ? ':' : hookCommand(shim, String(payload.hook_event_name));
  const env = { PATH: process.env.PATH ?? '', CLAUDE_PID: '1', CLAUDE_PROJECT_DIR: root, CLAUDE_CODE_SESSION_ID: id };
  const start = performance.now();
  const run = spawnSync('/bin/sh', ['-c', command], { env, stdio: [stdin, 'pipe', 'pipe'] });
  const tookMs = performance.now() - start;
  closeSync(stdin);
  if (run.status !== 0) throw new Error(`the hook ended with ${run.status}, expected 0`);
  return { tookMs, said: run.stdout.length > 0 };
}

interface Measured {
  readonly times: number[];
  said: number;
}

/** Every case once per round, so that a busy moment of the machine hits all alike. */
async function measure(cases: Record<string, (nth: number) => Record<string, unknown> | undefined>, rounds: number) {
  const found: Record<string, Measured> = {};
  for (let nth = 0; nth < rounds; nth++) {
    for (const [name, payload] of Object.entries(cases)) {
      const { tookMs, said } = hookOnce(payload(nth));
      found[name] ??= { times: [], said: 0 };
      found[name].times.push(tookMs);
      found[name].said += said ? 1 : 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return found;
}

const packFile = join(folder, 'pack.json');
writeFileSync(packFile, JSON.stringify({ format: 1, project, entries, left: 0 }));
const program = new URL('answering-edge.ts', import.meta.url).pathname;
const edge = spawn(process.execPath, [program, home, packFile], { stdio: ['ignore', 'pipe', 'inherit'] });

try {
  await once(edge.stdout, 'data');
  // The first hook makes the folder known; the lists follow.
  hookOnce({ ...payloads.prompt('hello'), hook_event_name: 'SessionStart', source: 'startup' });
  await eventually(() => existsSync(join(home, 'cards', root, '.hookline-calls')), {
    what: 'the lists',
    timeoutMs: 20_000,
  });
  const calm = { yardstick: () => undefined, 'nothing to tell': () => payloads.call('git status') };
  const up = await measure(
    {
      ...calm,
      'a call that is told of': (n: number) => payloads.call(`npm run broken${n % memories}`),
      'a prompt that is told of': (n: number) =>
        payloads.prompt(`look at invoice${n % memories} in ledger${n % 50} again`),
      'a prompt that is told nothing': () => payloads.prompt('go on please'),
    },
    runs,
  );
  const { alive } = answersLayout(home);
  edge.kill('SIGSTOP');
  const first = [0, 1, 2].map((n) => hookOnce(payloads.prompt(`invoice${n} ledger${n}`)).tookMs);
  await eventually(() => statSync(alive).mtimeMs < Date.now(), { what: 'the word to run out', timeoutMs: aliveForMs });
  const asking = {
    'a prompt': () => payloads.prompt('look at invoice1 in ledger1'),
    'a call': () => payloads.call('npm run broken1'),
  };
  const stopped = await measure({ ...calm, ...asking }, Math.ceil(runs / 3));
  edge.kill('SIGCONT');
  edge.kill('SIGKILL');
  await once(edge, 'exit');
  const killed = await measure({ ...calm, ...asking }, Math.ceil(runs / 3));

  const all = { up, stopped, killed };
  for (const [state, found] of Object.entries(all)) {
    for (const [name, { times, said }] of Object.entries(found)) {
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((at) => quantile(times, at).toFixed(1));
      console.log(
        `${state.padEnd(8)} ${name.padEnd(30)} p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, said ${said} of ${times.length}`,
      );
    }
  }
  console.log(`the first three prompts after SIGSTOP: ${first.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  const base = (found: Record<string, Measured>) => quantile(found.yardstick!.times, 0.5);
  // Both at p95: a machine that stalls hits all cases alike.
  const slow = (found: Record<string, Measured>, name: string) => quantile(found[name]!.times, 0.95);
  const waited = (found: Record<string, Measured>, name: string) => slow(found, name) - slow(found, 'yardstick');
  const figure = (what: string, found: Record<string, Measured>, name: string) => ({
    what: `${what}, added at p95`,
    figure: `${waited(found, name).toFixed(1)} ms`,
    yardstick: `sh -c : p95 ${slow(found, 'yardstick').toFixed(1)} ms`,
    bar: `≤ ${waitMaxMs} ms`,
    met: waited(found, name) <= waitMaxMs,
  });
  const ratio = (what: string, found: Record<string, Measured>, name: string) => {
    const times = quantile(found[name]!.times, 0.5) / base(found);
    return {
      what,
      figure: `p50 ${quantile(found[name]!.times, 0.5).toFixed(1)} ms`,
      yardstick: `sh -c : p50 ${base(found).toFixed(1)} ms`,
      ratio: times,
      bar: `≤ ${silentMax}×`,
      met: times <= silentMax,
    };
  };
  report(
    {
      benchmark: 'answers',
      figures: [
        ratio('a call there is nothing to tell at, 1,000 strings looked for', up, 'nothing to tell'),
        figure('a call that is told of', up, 'a call that is told of'),
        figure('a prompt that is told of', up, 'a prompt that is told of'),
        ratio('a prompt with the edge stopped', stopped, 'a prompt'),
        ratio('a prompt with the edge killed', killed, 'a prompt'),
      ],
      details: { runs, memories, first, ...all },
    },
    values.json,
  );
} finally {
  edge.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
