/**
 * How long a hook takes to be seen: from the start of the shim to the event on the API's stream, through spool, edge,
 * gateway, broker, archive and API, at an even rate of hooks. Shells start the shims, as harnesses do: Node takes
 * longer to start a process than a shim takes to run.
 *
 *     npx node test/benchmarks/visible.ts [--rate 200] [--seconds 20] [--lanes 8] [--json FILE]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { applyPlan, planInstall } from '@hookline/harnesses';
import { tempDir } from '@hookline/testing';
import { BusProcess } from './bus-process.ts';
import { readSizes, report } from './report.ts';
import { quantile } from './statistics.ts';

const bars = { p50Ms: 50, p99Ms: 250 };
const graceMs = 20_000;
const warmingHooks = 100;
const callPrefix = 'toolu_visible_';
const { sizes, json } = readSizes({ rate: 200, seconds: 20, lanes: 8 });
const hooks = warmingHooks + sizes.rate * sizes.seconds;

await using folder = await tempDir();
await using bus = await BusProcess.start(join(folder.path, 'home'));
const plan = planInstall({ home: bus.home, scope: 'user', claudeConfigDir: join(folder.path, 'claude') });
applyPlan(plan);
const command = plan.entries.find(({ event }) => event === 'PreToolUse')!.command;
const payloads = join(folder.path, 'payloads');
mkdirSync(payloads);
for (let hook = 0; hook < hooks; hook += 1) {
  writeFileSync(join(payloads, String(hook)), `${JSON.stringify(payloadOf(hook))}\n`);
}

const startedAt: number[] = [];
const endedAt: number[] = [];
const seenAt: number[] = [];
const all = Promise.withResolvers<void>();
let seen = 0;
const stop = new AbortController();
const reading = (async () => {
  const events = bus.client().events({ after: 0, kind: 'tool.started', signal: stop.signal });
  for await (const { event } of events) {
    seenAt[Number((event.data as { call: string }).call.slice(callPrefix.length))] ??= performance.now();
    seen += 1;
    if (seen === hooks) all.resolve();
  }
})();
reading.catch(() => {});

const lanes = Array.from({ length: sizes.lanes }, startLane);
let dueAt = performance.now();
for (let hook = 0; hook < hooks; hook += 1) {
  const earlyMs = dueAt - performance.now();
  if (earlyMs > 1) await pause(earlyMs);
  startedAt[hook] = performance.now();
  lanes[hook % lanes.length]!.stdin!.write(`${hook}\n`);
  dueAt += 1_000 / sizes.rate;
}
for (const lane of lanes) lane.stdin!.end();
await Promise.all(lanes.map((lane) => once(lane, 'close')));
const tookS = (performance.now() - startedAt[warmingHooks]!) / 1_000;
await Promise.race([all.promise, pause(graceMs, undefined, { ref: false })]);
stop.abort();

const measured = Array.from({ length: hooks - warmingHooks }, (_, index) => index + warmingHooks);
const visible = measured.flatMap((hook) => (seenAt[hook] === undefined ? [] : [seenAt[hook] - startedAt[hook]!]));
const shim = measured.map((hook) => endedAt[hook]! - startedAt[hook]!);
const offered = measured.length / tookS;
const [p50, p99] = [quantile(visible, 0.5), quantile(visible, 0.99)];
const shimMs = [quantile(shim, 0.5), quantile(shim, 0.99)] as const;
const notSeen = measured.length - visible.length;
report(
  {
    benchmark: 'visible',
    figures: [
      {
        what: `shim to visible in the API, ${offered.toFixed(0)} hooks/s, ${notSeen} not seen`,
        figure: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
        yardstick: `the shim alone: p50 ${shimMs[0].toFixed(0)} ms, p99 ${shimMs[1].toFixed(0)} ms`,
        ratio: p50 / shimMs[0],
        bar: `p50 ≤ ${bars.p50Ms} ms, p99 ≤ ${bars.p99Ms} ms`,
        met: p50 <= bars.p50Ms && p99 <= bars.p99Ms && notSeen === 0 && offered >= sizes.rate * 0.9,
      },
    ],
    details: { hooks: measured.length, notSeen, offered, visible, shim },
  },
  json,
);

/** A shell that runs the shim for every number it reads, and says the number when the shim has ended. */
function startLane(): ChildProcess {
  const loop = 'while read -r hook; do /bin/sh -c "$1" <"$2/$hook" >/dev/null; echo "$hook"; done';
  const lane = spawn('/bin/sh', ['-c', loop, 'sh', command, payloads], {
    env: { PATH: '/usr/bin:/bin', HOME: tmpdir() },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  createInterface({ input: lane.stdout! }).on('line', (hook) => {
    endedAt[Number(hook)] = performance.now();
  });
  return lane;
}

/** About 2 KB, as a call of a shell command is with its description and surroundings. */
function payloadOf(hook: number) {
  return {
    session_id: `visible-${hook % 20}`,
    transcript_path: '/nowhere/transcript.jsonl',
    cwd: folder.path,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: `npx vitest run src/cart.test.ts # ${'run '.repeat(430)}`, description: 'Runs the tests' },
    tool_use_id: `${callPrefix}${hook}`,
  };
}
