import { expect, test } from 'vitest';
import { attemptsOf, type HistoryEntry } from './attempts.ts';

const at = (minute: number) => `2026-11-23T08:0${minute}:00.000Z`;
const entry = (kind: string, minute: number, data: object = {}): HistoryEntry => ({
  kind,
  at: at(minute),
  data: { ...data },
});
const claimed = (attempt: number, minute: number) =>
  entry('work.claimed', minute, { attempt, worker: `w${attempt}`, fence: attempt, leaseUntil: at(9) });

test('each claim is an attempt, with its session, its cost and what came of it', () => {
  const attempts = attemptsOf([
    entry('work.offered', 0),
    claimed(1, 1),
    entry('work.started', 1, { session: 's1' }),
    entry('work.failed', 2, { error: 'red', costUsd: 0.5 }),
    entry('work.retried', 2, { reason: 'red' }),
    claimed(2, 3),
    entry('work.retried', 4, { reason: 'the lease of w2 ran out' }),
    entry('work.refused', 5, { report: 'done' }),
    claimed(3, 6),
    entry('work.completed', 7, { doneIn: 's3' }),
    entry('work.refused', 8, { report: 'failed' }),
  ]);
  expect(attempts).toEqual([
    {
      attempt: 1,
      worker: 'w1',
      fence: 1,
      claimedAt: at(1),
      endedAt: at(2),
      outcome: 'failed',
      error: 'red',
      session: 's1',
      costUsd: 0.5,
    },
    {
      attempt: 2,
      worker: 'w2',
      fence: 2,
      claimedAt: at(3),
      endedAt: at(4),
      outcome: 'lost',
      error: 'the lease of w2 ran out',
    },
    { attempt: 3, worker: 'w3', fence: 3, claimedAt: at(6), endedAt: at(7), outcome: 'done', session: 's3' },
  ]);
});
