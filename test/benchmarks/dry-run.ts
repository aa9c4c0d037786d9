/**
 * The recipes over sessions of real people: how long a dry run takes, against decoding the same events from their stored
 * text, and whether the live engine on PostgreSQL fires the same, firing by firing and at the same moments. Events are
 * heard when they happened. The data is not part of this repository; without it the benchmark says so and ends well.
 *
 *     npx node test/benchmarks/dry-run.ts [--sessions 372] [--json FILE]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@hookline/db';
import { MemoryLog } from '@hookline/log';
import { consume } from '@hookline/orchestrator';
import { type Fired, parseRule, type Rule, Simulation } from '@hookline/rules';
import { type CloudEvent, readEvent } from '@hookline/schemas';
import { eventually, testDatabase } from '@hookline/testing';
import { type DataSet, findDataSets } from './real-sessions/data-sets.ts';
import { readSessions } from './real-sessions/read-rows.ts';
import { eventsOf } from './real-sessions/to-events.ts';
import { readSizes, report } from './report.ts';

const benchmark = 'dry-run';
const batchSize = 500;
const recipes = join(import.meta.dirname, '..', '..', 'docs', 'examples', 'rules');
const { sizes, json } = readSizes({ sessions: 10_000 });

/** Beside the recipes, which wait for rare things: what happens in many sessions. */
const common = [
  `rule: failing-a-lot
on: tool.failed
count: { atLeast: 3, within: 10m }
limits: { cooldown: 10m, perMinute: 1000 }
then: [{ work: { queue: look, prompt: "{{data.error}}" } }]
tests: [{ given: [{ kind: tool.failed }], expect: { firings: 0 } }]
`,
  `rule: failed-then-edited
sequence:
  within: 30m
  steps:
    - { as: failed, on: tool.failed }
    - { as: edited, on: file.written }
limits: { perMinute: 1000 }
then: [{ subject: { subject: "agents.edited", payload: { path: "{{edited.data.path}}", call: "{{failed.data.call}}" } } }]
tests: [{ given: [{ kind: tool.failed }], expect: { firings: 0 } }]
`,
  `rule: silent-after-a-prompt
on: prompt.submitted
absence: { of: [tool.started, message.sent, turn.ended], within: 5m }
limits: { perMinute: 1000 }
then: [{ steer: { text: "are you there?" } }]
tests: [{ given: [{ kind: session.started }], expect: { firings: 0 } }]
`,
];

const found = findDataSets();
if ('skipped' in found) report({ benchmark, figures: [], skipped: found.skipped }, json);
else await run(found.dataSets);

async function run(dataSets: readonly DataSet[]): Promise<void> {
  const rules = [
    ...readdirSync(recipes)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => parseRule(readFileSync(join(recipes, name), 'utf8'), name)),
    ...common.map((text, number) => parseRule(text, `common-${number}.yaml`)),
  ];
  const events = await eventsInOrder(dataSets);
  const texts = events.map((event) => JSON.stringify(event));
  // Nobody waits for what real time would bring: all of it is over a day after the last event.
  const untilMs = Date.parse(events.at(-1)!.time) + 24 * 3_600_000;
  const decoding = performance.now();
  const decoded = texts.map((text) => readEvent(JSON.parse(text))!);
  const decodeMs = performance.now() - decoding;

  const simulating = performance.now();
  const simulation = new Simulation(rules, { budgets: { depth: 8 } });
  const dry: Fired[] = [];
  for (let at = 0; at < decoded.length; at += batchSize) {
    const batch = decoded.slice(at, at + batchSize).map((event, index) => ({ position: at + index + 1, event }));
    dry.push(...simulation.feed(batch).firings);
  }
  const positions = decoded.length;
  const before = named(dry);
  dry.push(...simulation.passTo(untilMs).firings);
  const dryMs = performance.now() - simulating;

  const live = await liveFirings(rules, events, positions);
  const inBoth = before.filter((firing) => live.has(firing)).length;
  const perRule = Object.entries(Object.groupBy(dry, ({ firing }) => firing.rule));
  console.log(perRule.map(([rule, firings]) => `${rule} ${firings!.length}`).join(', '));
  report(
    {
      benchmark,
      figures: [
        {
          what: `dry run of ${rules.length} rules over ${events.length} events`,
          figure: `${(dryMs / 1_000).toFixed(1)} s`,
          yardstick: `decoding them ${(decodeMs / 1_000).toFixed(1)} s`,
          ratio: dryMs / decodeMs,
        },
        {
          what: `of its ${before.length} firings, the live engine has`,
          figure: `${inBoth}, and ${live.size - inBoth} others`,
          bar: 'all, and no others',
          met: inBoth === before.length && live.size === before.length,
        },
      ],
      details: {
        dryMs,
        decodeMs,
        perRule: Object.fromEntries(perRule.map(([rule, firings]) => [rule, firings!.length])),
      },
    },
    json,
  );
}

function named(fired: readonly Fired[]): string[] {
  return fired.map(({ firing }) => `${firing.rule} ${firing.id} ${firing.atMs}`);
}

/** What the live engine fires while it reads the events: before time goes on without them. */
async function liveFirings(rules: readonly Rule[], events: readonly CloudEvent[], last: number): Promise<Set<string>> {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const log = new MemoryLog();
  for (let at = 0; at < events.length; at += batchSize) await log.append(events.slice(at, at + batchSize));
  const stop = new AbortController();
  const sinceMs = Date.parse(events[0]!.time) - 2_000;
  const sourced = rules.map((rule) => ({ rule, source: '', gate: 0, sinceMs }));
  const running = consume({
    db,
    log,
    signal: stop.signal,
    rules: () => sourced,
    budgets: { depth: 8 },
    tickMs: 3_600_000,
    onProgress: () => {},
    onLeftOut: (sentence) => console.log(sentence),
  });
  await eventually(
    async () => {
      const at = await db.kysely
        .selectFrom('checkpoints')
        .select('position')
        .where('name', '=', 'orchestrator')
        .execute();
      return at[0]?.position === last;
    },
    { timeoutMs: 600_000, what: 'the live engine to have read everything' },
  );
  stop.abort();
  await running;
  const rows = await db.kysely.selectFrom('firings').select(['firing', 'rule', 'clockMs']).execute();
  return new Set(rows.map(({ firing, rule, clockMs }) => `${rule} ${firing} ${clockMs}`));
}

async function eventsInOrder(dataSets: readonly DataSet[]): Promise<CloudEvent[]> {
  const events: CloudEvent[] = [];
  let sessions = 0;
  for (const { path, repository } of dataSets) {
    for (const [session, rows] of await readSessions(path)) {
      if (sessions++ >= sizes.sessions) break;
      for (const event of eventsOf(session, rows, repository)) events.push({ ...event, recordedtime: event.time });
    }
  }
  const unique = new Map(events.map((event) => [event.id, event]));
  return [...unique.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
