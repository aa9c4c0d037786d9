import { expect, test } from 'vitest';
import { compareInSession, sequenceAt } from './order.ts';

const at = (position: number, time: string, sequence?: string) => ({ position, event: { time, sequence } });

test('events of a session are arranged by their source, whatever order they arrived in', () => {
  const second = at(1, '2026-01-01T00:00:00.000Z', sequenceAt(1000, 2));
  const first = at(2, '2026-01-01T00:00:09.000Z', sequenceAt(1000, 1));

  expect([second, first].sort(compareInSession)).toEqual([first, second]);
});

test('an event without a sequence stands at its time', () => {
  const before = at(3, '2026-01-01T00:00:00.000Z', sequenceAt(Date.parse('2026-01-01T00:00:00.000Z'), 0));
  const between = at(1, '2026-01-01T00:00:01.000Z');
  const after = at(2, '2026-01-01T00:00:02.000Z', sequenceAt(Date.parse('2026-01-01T00:00:02.000Z'), 0));

  expect([after, between, before].sort(compareInSession)).toEqual([before, between, after]);
});

test('position decides between equals', () => {
  const [one, two] = [at(1, '2026-01-01T00:00:00.000Z'), at(2, '2026-01-01T00:00:00.000Z')];

  expect([two, one].sort(compareInSession)).toEqual([one, two]);
});
