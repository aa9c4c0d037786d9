import { expect, test } from 'vitest';
import { costOfDay, firingsText, limitsText, placeOfFault, ruleBadge } from './rule-words.ts';

const limits = { perDay: null, costPerDayUsd: null, failures: 5, cooldownMs: null, throttle: null, depth: 3 };

test('a rule with a fault is not shown as in force', () => {
  const fault = { path: 'a.yaml', rule: 'a', line: 3, column: null, message: 'no such field' };
  expect(ruleBadge({ state: 'in-force', faults: [fault], paused: null }).label).toBe('Fault');
  expect(ruleBadge({ state: 'in-force', faults: [], paused: null }).label).toBe('In force');
  expect(placeOfFault(fault)).toBe('a.yaml, line 3');
});

test('firings and cost of the day are told against their limits', () => {
  expect(firingsText({ firingsToday: 3, limits: { ...limits, perDay: 20 } })).toBe('3 of 20 today');
  expect(firingsText({ firingsToday: 3, limits })).toBe('3 today');
  expect(costOfDay({ costTodayUsd: null, limits: { ...limits, costPerDayUsd: 15 } })).toBe('$0 of $15.00 today');
  expect(costOfDay({ costTodayUsd: null, limits })).toBeUndefined();
});

test('limits that a rule does not have are not told', () => {
  expect(limitsText({ limits })).toBe('3 firings deep, paused after 5 failures in a row');
  expect(limitsText({ limits: { ...limits, cooldownMs: 600_000, perDay: 20 } })).toBe(
    '10 min between two of a key, 20 a day, 3 firings deep, paused after 5 failures in a row',
  );
});
