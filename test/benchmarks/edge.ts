/**
 * How fast the edge empties a spool, from captured files to acknowledged events, against a bare client that publishes
 * the same events to the same gateway, 500 at a time, one request under way. With and without redaction, in turns.
 *
 *     npx node test/benchmarks/edge.ts [--entries 4000] [--rounds 5] [--json FILE]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@hookline/client';
import { BusLink, runEdge } from '@hookline/edge';
import { claudeCode } from '@hookline/harnesses';
import { JetStreamLog } from '@hookline/log';
import { createRedactor, type Redactor } from '@hookline/redaction';
import { type CloudEvent, eventId } from '@hookline/schemas';
import { formatHeader, Spool } from '@hookline/spool';
import { eventually, startTestNats, tempDir } from '@hookline/testing';
import { report } from './report.ts';
import { median } from './statistics.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const entries = Number(values.entries);
const bars = { 'without redaction': 0.7, 'with redaction': 0.4 };

await using nats = await startTestNats({ sync: 'always' });
await using bodies = await tempDir();
const child = spawn(
  process.execPath,
  [join(import.meta.dirname, 'edge-gateway.ts'), JSON.stringify(nats.connection), bodies.path],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const url = String((await once(child.stdout, 'data'))[0]).trim();
await using log = await JetStreamLog.open(nats.connection);

const redactor = createRedactor({ key: 'k'.repeat(32) });
const nothingRedacted: Redactor = {
  ...redactor,
  redact: async (value) => ({ value, findings: [] }),
  redactAll: async (all) => all.map((value) => ({ value, findings: [] })),
};

try {
  const sample = await eventsOf(() => drainSpool('sample', redactor, entries));
  const rates = {
    'bare client': [] as number[],
    'without redaction': [] as number[],
    'with redaction': [] as number[],
  };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    rates['bare client'].push(await publishBare(sample, round));
    rates['without redaction'].push(await drainSpool(`plain${round}`, nothingRedacted, sample.length));
    rates['with redaction'].push(await drainSpool(`redacted${round}`, redactor, sample.length));
  }
  const bytes = sample.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  console.log(`${entries} entries, ${sample.length} events, ${Math.round(bytes / sample.length)} bytes each`);
  const bare = median(rates['bare client']);
  const result = { entries, events: sample.length, bytes, rates, ratios: {} as Record<string, number>, bars };
  for (const name of ['without redaction', 'with redaction'] as const) {
    const ratio = median(rates[name].map((rate, round) => rate / rates['bare client'][round]!));
    result.ratios[name] = ratio;
  }
  report(
    {
      benchmark: 'edge',
      figures: (['without redaction', 'with redaction'] as const).map((name) => ({
        what: `edge, spool to acknowledged, ${name}`,
        figure: `${Math.round(median(rates[name]))} events/s`,
        yardstick: `bare client: ${Math.round(bare)} events/s`,
        ratio: result.ratios[name]!,
        bar: `≥ ${bars[name]}×`,
        met: result.ratios[name]! >= bars[name],
      })),
      details: result,
    },
    values.json,
  );
} finally {
  child.kill();
}

/** Events per second from the first look into a full spool until the broker has `expected` events of it. */
async function drainSpool(name: string, using: Redactor, expected: number): Promise<number> {
  await using dir = await tempDir();
  const spool = Spool.open(join(dir.path, 'spool'));
  for (let n = 0; n < entries; n += 1) writeEntry(spool, dir.path, name, n);
  const before = await log.head();
  const stop = new AbortController();
  const begun = performance.now();
  const running = runEdge(
    {
      home: dir.path,
      host: 'laptop',
      actor: 'dev',
      bus: new BusLink({ url, token: 'any', tokenFile: '' }),
      redactor: using,
      harnesses: [claudeCode],
      health: { report: () => {} },
      logger: { warn: (fields, message) => console.warn(message, fields), info: () => {} },
    },
    stop.signal,
  );
  await eventually(async () => (await log.head()).last >= before.last + expected, { timeoutMs: 120_000 });
  const tookMs = performance.now() - begun;
  await eventually(async () => (await spool.list(1)).length === 0);
  stop.abort();
  await running;
  return (((await log.head()).last - before.last) / tookMs) * 1_000;
}

/** Sends the same events under ids of their own. */
async function publishBare(sample: readonly CloudEvent[], round: number): Promise<number> {
  const client = createClient({ url, token: 'any' });
  const lines = sample.map((event) => JSON.stringify({ ...event, id: eventId(event.id, round) }));
  const begun = performance.now();
  for (let start = 0; start < lines.length; start += 500) {
    await client.publish(lines.slice(start, start + 500), { redactedBy: 'bench' });
  }
  return (lines.length / (performance.now() - begun)) * 1_000;
}

async function eventsOf(work: () => Promise<unknown>): Promise<CloudEvent[]> {
  const { last: before } = await log.head();
  await work();
  const { last } = await log.head();
  const stop = new AbortController();
  const events: CloudEvent[] = [];
  for await (const batch of log.read(before, { signal: stop.signal })) {
    events.push(...batch.map(({ event }) => event));
    if (batch.at(-1)!.position >= last) stop.abort();
  }
  return events;
}

function entryName(name: string, n: number): string {
  return `${sessionOf(name, n)}.${n}.0`;
}

function sessionOf(name: string, n: number): string {
  return `${name}-${Math.floor(n / 2) % 20}`;
}

/** Calls of a tool, before and after in turn, in twenty sessions. */
function writeEntry(spool: Spool, home: string, name: string, n: number): void {
  const call = `toolu_${name}_${Math.floor(n / 2)}`;
  const payload = {
    session_id: sessionOf(name, n),
    transcript_path: '/nowhere/transcript.jsonl',
    cwd: home,
    prompt_id: `prompt-${Math.floor(n / 400)}`,
    permission_mode: 'acceptEdits',
    hook_event_name: n % 2 === 0 ? 'PreToolUse' : 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: `npx vitest run src/cart-${n}.test.ts`, description: 'Runs the tests of the cart' },
    tool_use_id: call,
    ...(n % 2 === 1 && {
      tool_response: { stdout: 'src/cart.test.ts 12 passed in 31 ms\n'.repeat(40), stderr: '', interrupted: false },
      duration_ms: 1_234,
    }),
  };
  const file = join(spool.layout.entries, entryName(name, n));
  const header = formatHeader({ harness: 'claude-code', shimVersion: '1', harnessPid: 4711, projectDir: home });
  writeFileSync(file, `${header}${JSON.stringify(payload)}\n`);
  const at = 1_795_000_000 + n / 1_000;
  utimesSync(file, at, at);
}
