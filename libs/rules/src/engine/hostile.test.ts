import { expect, test } from 'vitest';
import { parseRule } from '../parse-rule.ts';
import { runRuleTests } from '../run-tests.ts';
import { eventOf, failed, matchesFor, ruleText, sample } from '../samples.ts';
import { type Admission, admit } from './admit.ts';
import { matched, planned } from './driven.ts';
import { type ReadingMemory, readBatch } from './read-batch.ts';
import { TooMuchTimeError } from './run-batch.ts';
import { Simulation } from './simulation.ts';
import { inForce, standingOf } from './standing.ts';
import { emptyState, emptyTotals } from './state.ts';
import { step } from './step.ts';
import type { EngineContext } from './types.ts';

const heard = '2026-11-22T10:00:00.000Z';
const context: EngineContext = {
  ...{ clockMs: Date.parse(heard), position: 1, stopped: false, paused: false, budgets: { depth: 8 } },
  stepHolds: () => true,
};
const untouched: Admission = {
  ...{ key: 'k', state: emptyState, totals: emptyTotals, all: emptyTotals },
  ...{ firings: [], held: [], pauses: [] },
};
const everyMinute = ruleText("schedule: { cron: '* * * * *' }").replace('2026-01-05T01', '9999-01-05T01');

test('what says that it happens in the future happened when it was heard of, and pushes nothing out', () => {
  const rule = sample('on: tool.failed\ncount: { atLeast: 2, within: 1m }');
  const simulation = new Simulation([rule]);
  const tell = (id: string, time: string) =>
    simulation.feed([{ position: 1, event: failed({}, { id, time, recordedtime: heard }) }]);

  tell('ahead', '9999-12-31T23:59:59Z');
  tell('now', heard);

  const { firings } = simulation.passTo(Date.parse(heard) + 60_000);
  expect(firings.map(({ firing }) => firing.matches.map(({ id }) => id))).toEqual([['ahead', 'now']]);
});

test('a working folder of slashes alone holds nobody up', () => {
  const memory: ReadingMemory = {
    clockMs: 0,
    facts: new Map(),
    ties: new Map([['-\0/work/a', { item: 'a', cause: undefined }]]),
  };
  const looked: string[] = [];
  memory.ties.get = (name) => {
    looked.push(name);
    return undefined;
  };
  const event = eventOf('session.started', { how: 'startup', cwd: '/'.repeat(200_000) });
  const { byKind, byRule } = inForce([standingOf(sample('on: tool.failed'), { gate: 0, sinceMs: 0 })]);

  readBatch([{ position: 1, event }], byKind, byRule, memory, () => {});

  expect(looked).toEqual([]);
});

test('a schedule that slept for centuries does not go through their minutes', () => {
  const plan = planned({ pattern: { type: 'schedule', cron: '* * * * *', timeZone: 'UTC' } });
  const rule = { plan, gate: 0, sinceMs: Date.parse('0000-01-01T00:00:00Z'), units: 0 };

  const { firings, state } = step(rule, untouched, { type: 'tick' }, context);

  expect([firings.length, state.scheduledMs]).toEqual([1, Date.parse(heard)]);
});

test('a test of a rule in which centuries pass is told so', () => {
  const [result] = runRuleTests(parseRule(everyMinute, 'a.yaml'));

  expect(result).toMatchObject({ passed: false, faults: [expect.stringContaining('more than 10000 moments')] });
});

test('who asks for a dry run in which too much time passes is told so', () => {
  const simulation = new Simulation([parseRule(everyMinute, 'a.yaml')], { fromMs: Date.parse(heard), ticksMax: 100 });

  expect(simulation.passTo(Date.parse(heard) + 90 * 60_000).firings.length).toBeGreaterThan(50);
  expect(() => simulation.passTo(Date.parse(heard) + 30 * 86_400_000)).toThrow(TooMuchTimeError);
});

test('of firings that wait, no more is kept than the database takes as one', () => {
  const rule = { plan: planned({ mode: 'queue' }), gate: 0, sinceMs: 0, units: 1 };
  const matches = Array.from({ length: 700 }, (_, n) => matched(`m${n}`, 0));
  const admitted = Array.from({ length: 5 }).reduce<Admission>(
    (before) => admit(rule, before, { key: 'k', matches, atMs: context.clockMs }, context),
    untouched,
  );

  expect(admitted.state.queue.map((one) => one.matches.length)).toEqual([700, 700]);
  expect(admitted.held.map(({ by }) => by)).toEqual(['queue-full', 'queue-full']);
});

test('a field that would change what an object is is left out of what is kept', () => {
  const native = JSON.parse('{ "__proto__": { "x": 1 }, "y": 2 }') as Record<string, unknown>;
  const event = failed();
  const [match] = matchesFor(sample('on: tool.failed'), { ...event, data: { ...event.data, native } } as typeof event);

  const kept = match!.event.data.native as object;
  expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  expect(kept).toEqual({ y: 2 });
});
