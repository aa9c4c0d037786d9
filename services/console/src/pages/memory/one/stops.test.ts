import { expect, test } from 'vitest';
import { stopsOf } from './stops.ts';

const seen = (position: number) => ({
  position,
  session: 'claude-code:1',
  title: null,
  actor: null,
  time: '2026-11-22T10:00:00.000Z',
  role: 'support' as const,
  summary: `seen at ${position}`,
  revoked: false,
});

test('evidence and decisions are one course, in order of the log', () => {
  const stops = stopsOf(
    [seen(9), seen(2)],
    [{ position: 5, time: '2026-11-22T11:00:00.000Z', type: 'curated', by: 'ada', action: 'approve' }],
  );

  expect(stops.map(({ position, what }) => [position, what])).toEqual([
    [2, 'seen at 2'],
    [5, 'Approved by ada'],
    [9, 'seen at 9'],
  ]);
});

test('a verdict is told as one', () => {
  const [stop] = stopsOf([], [{ position: 5, time: '', type: 'judged', by: 'agent', verdict: 'harmful' }]);

  expect(stop?.what).toBe('agent said it was harmful');
});
