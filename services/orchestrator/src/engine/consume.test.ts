import { CheckpointMovedError, type Database, openDatabase } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { parseRule, Simulation } from '@hookline/rules';
import { type CloudEvent, type Kind, newEvent, type RecordedEvent } from '@hookline/schemas';
import { eventually, testDatabase } from '@hookline/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourcedRule } from '../sources/rule-book.ts';
import { consume, consumer } from './consume.ts';

const startMs = Date.parse('2026-03-01T10:00:00Z');

const texts = {
  single: `
on: tool.failed
where: data.tool == "Bash" && session.failures > 1
key: session.id
then: [{ work: { queue: review, prompt: "look at {{data.call}} of {{session.title}}" } }]`,
  count: `
on: tool.failed
count: { atLeast: 3, within: 1m }
key: project
then: [{ work: { queue: many } }]`,
  sequence: `
sequence:
  within: 5m
  steps:
    - { as: failed, on: tool.failed }
    - { as: fixed, on: tool.finished, where: data.tool == failed.data.tool }
key: session.id
then: [{ work: { queue: fixed } }]`,
  absence: `
on: prompt.submitted
absence: { of: file.written, within: 2m }
key: session.id
then: [{ work: { queue: stuck } }]`,
  debounce: `
on: file.written
debounce: { wait: 20s, most: 1m }
limits: { cooldown: 1m }
key: data.path
then: [{ work: { queue: written } }]`,
};

const rules = Object.entries(texts).map(([name, text]) =>
  parseRule(
    `rule: ${name}${text}\ntests: [{ given: [{ kind: session.started }], expect: { firings: 0 } }]\n`,
    `${name}.yaml`,
  ),
);

/** A log of given events, each heard of at its own time; repeated ids stand in it twice. */
function listLog(events: readonly CloudEvent[]): EventLog {
  const recorded = events.map((event, index): RecordedEvent => ({ position: index + 1, event }));
  return {
    head: async () => ({ identity: 'list', first: 1, last: recorded.length }),
    get: async (position: number) => recorded[position - 1],
    async *read(after: number, { signal, batchSizeMax = 500 }: Parameters<EventLog['read']>[1]) {
      for (let at = after; at < recorded.length && !signal.aborted; at += batchSizeMax) {
        yield recorded.slice(at, at + batchSizeMax);
      }
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  } as unknown as EventLog;
}

const told = fc.record({
  atS: fc.integer({ min: 0, max: 600 }),
  delayMs: fc.integer({ min: 0, max: 4_500 }),
  session: fc.constantFrom('a', 'b'),
  what: fc.constantFrom('failed', 'finished', 'written', 'prompt', 'title'),
  tool: fc.constantFrom('Bash', 'Edit'),
  again: fc.boolean(),
});

/** Events in the order in which the bus hears of them, some of them twice. */
function streamOf(list: readonly (typeof told extends fc.Arbitrary<infer One> ? One : never)[]): CloudEvent[] {
  const heard = list.flatMap((one, n) => {
    const id = `event-${n}`;
    const timeMs = startMs + one.atS * 1_000;
    const event = (delayMs: number) => ({ ms: timeMs + delayMs, event: eventOf(id, timeMs, timeMs + delayMs, one) });
    return one.again ? [event(one.delayMs), event(one.delayMs + 30_000)] : [event(one.delayMs)];
  });
  return heard.sort((a, b) => a.ms - b.ms).map(({ event }) => event);
}

function eventOf(
  id: string,
  timeMs: number,
  heardMs: number,
  { session, what, tool }: { session: string; what: string; tool: string },
): CloudEvent {
  const kinds: Record<string, readonly [Kind, object]> = {
    failed: ['tool.failed', { call: id, tool, effects: [], outcome: 'failed', stage: 'ran', error: 'no' }],
    finished: ['tool.finished', { call: id, tool, effects: [], outcome: 'ok' }],
    written: ['file.written', { path: `src/${tool}.ts`, how: 'edit' }],
    prompt: ['prompt.submitted', { text: 'go on', by: 'person' }],
    title: ['session.titled', { title: `title ${id}` }],
  };
  const [kind, data] = kinds[what]!;
  const event = newEvent({
    kind,
    id,
    source: 'urn:hookline:test',
    time: new Date(timeMs).toISOString(),
    origin: 'hook',
    project: 'github.com/acme/shop',
    session: `claude-code:${session}`,
    data: data as never,
  });
  return { ...event, recordedtime: new Date(heardMs).toISOString() };
}

const inForce = (gate: number): SourcedRule[] => rules.map((rule) => ({ rule, source: '', gate, sinceMs: startMs }));

/** Runs engines over the log, each stopped and started again at given positions, until nothing is left to do. */
async function live(db: Database, events: readonly CloudEvent[], stops: readonly number[] = [], engines = 1, gate = 0) {
  const log = listLog(events);
  const rulesNow = inForce(gate);
  const finished = new AbortController();
  const engine = async (): Promise<void> => {
    const ends = [...stops];
    while (!finished.signal.aborted) {
      const stop = new AbortController();
      const onProgress = (position: number) => {
        if (ends[0] === undefined || position < ends[0]) return;
        ends.shift();
        stop.abort();
      };
      await consume({
        db,
        log,
        signal: AbortSignal.any([stop.signal, finished.signal]),
        rules: () => rulesNow,
        budgets: { depth: 8 },
        tickMs: 5,
        onLeftOut: (sentence) => expect.fail(sentence),
        onProgress,
      }).catch((error) => {
        if (!(error instanceof CheckpointMovedError)) throw error;
      });
    }
  };
  const running = Promise.all(Array.from({ length: engines }, engine));
  const quiet = eventually(async () => await isQuiet(db, events.length), {
    timeoutMs: 60_000,
    what: 'the engines to be done',
  });
  await Promise.race([running, quiet]);
  finished.abort();
  await running;
}

async function isQuiet(db: Database, last: number): Promise<boolean> {
  const at = await db.kysely
    .selectFrom('checkpoints')
    .select('position')
    .where('name', '=', consumer)
    .executeTakeFirst();
  if (at?.position !== last) return false;
  const clock = await db.kysely.selectFrom('ruleClock').select('clockMs').executeTakeFirst();
  const states = await db.kysely.selectFrom('ruleStates').select('dueMs').where('dueMs', 'is not', null).execute();
  return states.every(({ dueMs }) => dueMs! > Date.now()) && clock !== undefined;
}

/** Firings with the moment they came about, as the database has them. */
async function firingsOf(db: Database): Promise<string[]> {
  const rows = await db.kysely.selectFrom('firings').select(['firing', 'rule', 'clockMs']).execute();
  return rows.map(({ firing, rule, clockMs }) => `${rule} ${firing} ${clockMs}`).sort();
}

/** The same of a dry run, in batches of some size. */
function dryFirings(events: readonly CloudEvent[], batchSize: number): string[] {
  const simulation = new Simulation(rules, { budgets: { depth: 8 } });
  const recorded = events.map((event, index): RecordedEvent => ({ position: index + 1, event }));
  const firings = [];
  for (let at = 0; at < recorded.length; at += batchSize) {
    firings.push(...simulation.feed(recorded.slice(at, at + batchSize)).firings);
  }
  firings.push(...simulation.passTo(Date.now()).firings);
  return firings.map(({ firing }) => `${firing.rule} ${firing.id} ${firing.atMs}`).sort();
}

test('live, dry run and replay are the same: with repetitions, late events, restarts and a second engine', async () => {
  let firings = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 5, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 4 }),
      fc.integer({ min: 1, max: 50 }),
      async (list, stops, batchSize) => {
        const events = streamOf(list);
        const dry = dryFirings(events, batchSize);
        firings += dry.length;
        await using base = await testDatabase();
        await using db = await openDatabase(base.url);
        await live(
          db,
          events,
          stops.sort((a, b) => a - b),
          2,
        );
        expect(await firingsOf(db)).toEqual(dry);
        expect(await offeredOf(db)).toBe(dry.length);

        // Whoever reads the log again, on an empty database, comes to the same.
        await using again = await testDatabase();
        await using replayed = await openDatabase(again.url);
        await live(replayed, events);
        expect(await firingsOf(replayed)).toEqual(dry);
      },
    ),
    { numRuns: Number(process.env.HOOKLINE_ENGINE_RUNS ?? 6) },
  );
  expect(firings).toBeGreaterThan(0);
});

test('what happened before a version came into force never makes it act', async () => {
  const list = Array.from({ length: 40 }, (_, n) => ({
    atS: n * 5,
    delayMs: 0,
    session: 'a' as const,
    what: (['failed', 'finished', 'written', 'prompt'] as const)[n % 4]!,
    tool: 'Bash' as const,
    again: false,
  }));
  const events = streamOf(list);
  expect(dryFirings(events, 7).length).toBeGreaterThan(5);
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);

  await live(db, events, [], 1, events.length);

  expect(await firingsOf(db)).toEqual([]);
  expect(await offeredOf(db)).toBe(0);
});

async function offeredOf(db: Database): Promise<number> {
  const rows = await db.kysely.selectFrom('workItems').select('item').execute();
  return rows.length;
}
