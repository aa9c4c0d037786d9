import { expect, test } from 'vitest';
import { joinOutcome, partsWithin, withJoined } from './join.ts';

test.each([
  ['all-done', { done: 1, failed: 1, open: 1 }, false, undefined],
  ['all-done', { done: 1, failed: 1, open: 0 }, false, 'all-done'],
  ['all-done', { done: 1, failed: 1, open: 1 }, true, 'time-up'],
  ['any-failed', { done: 5, failed: 0, open: 1 }, false, undefined],
  ['any-failed', { done: 0, failed: 1, open: 5 }, false, 'any-failed'],
  ['any-done', { done: 0, failed: 3, open: 1 }, false, undefined],
  ['any-done', { done: 1, failed: 0, open: 4 }, true, 'any-done'],
  ['any-done', { done: 0, failed: 2, open: 0 }, false, 'all-done'],
] as const)('a join on %s with %j, time up %s: %s', (on, parts, timeUp, outcome) => {
  expect(joinOutcome(on, parts, timeUp)).toBe(outcome);
});

test('what parts brought fits, and says where it was cut', () => {
  const part = (item: string, bytes: number) => ({
    item,
    state: 'completed' as const,
    payload: { n: 1 },
    result: 'x'.repeat(bytes),
  });
  const within = partsWithin([part('small', 10), part('large', 5_000)], 1_000);
  expect(within).toEqual([part('small', 10), { item: 'large', state: 'completed', payload: { n: 1 }, cut: true }]);
});

test('what parts brought goes beside what an item was offered with', () => {
  expect(withJoined({ a: 1 }, { done: 1 })).toEqual({ a: 1, joined: { done: 1 } });
  expect(withJoined('text', { done: 1 })).toEqual({ payload: 'text', joined: { done: 1 } });
  expect(withJoined(undefined, { done: 1 })).toEqual({ joined: { done: 1 } });
});
