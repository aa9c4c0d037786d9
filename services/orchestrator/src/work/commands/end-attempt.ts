import type { Trx } from '@hookline/db';
import { backOffMs } from '../back-off.ts';
import type { WorkRow } from '../item.ts';
import { type Saying, say, saying } from '../record.ts';
import { at, type Locked, move, tellHolder } from '../rows.ts';
import { tellWhole } from './together.ts';

/** How an attempt came to a bad end: its holder said so, its holder was silent for too long, or it took too long. */
export interface BadEnd {
  readonly how: 'fail' | 'lose' | 'overrun';
  readonly error: string;
  readonly doneIn?: string | undefined;
  readonly costUsd?: number | undefined;
  /** No other attempt would do better. */
  readonly final?: boolean | undefined;
}

/**
 * Ends an attempt badly: the item is put up again after a back-off, is dead when that was its last attempt, or is
 * cancelled when its holder had been asked to stop.
 */
export async function endAttempt(trx: Trx, { row, ancestors, nowMs }: Locked, end: BadEnd): Promise<WorkRow> {
  const { how, error, doneIn, costUsd, final = false } = end;
  const { item, attempt } = row;
  const facts = { attemptsLeft: attempt < row.attemptsMax && !final, cancelling: row.cancelling !== null };
  const dueAt = at(nowMs + backOffMs(item, attempt));
  const after = await move(
    trx,
    row,
    how,
    (to) => ({
      leaseUntil: null,
      cancelling: null,
      error: row.cancelling === null ? error : `cancelled: ${row.cancelling.reason}`,
      ...(doneIn !== undefined && { doneIn }),
      ...(costUsd !== undefined && { costUsd: (row.costUsd ?? 0) + costUsd }),
      ...(to === 'offered'
        ? { attempt: attempt + 1, worker: null, claimedAt: null, dueAt, dispatched: false }
        : { endedAt: at(nowMs) }),
    }),
    facts,
  );
  await say(trx, ...told(row, after, end, dueAt));
  if (how !== 'fail') await tellHolder(trx, item);
  await tellWhole(trx, after, ancestors, nowMs);
  return after;
}

function told(row: WorkRow, after: WorkRow, { how, error, doneIn, costUsd }: BadEnd, dueAt: string): Saying[] {
  const { attempt, fence } = row;
  const worker = row.worker!;
  if (after.state === 'cancelled') {
    const { by, reason } = row.cancelling!;
    const confirmed = how === 'fail' ? 'holder' : 'lease';
    return [saying(row, 'work.cancelled', [attempt], { attempt, by, reason, worker, confirmed })];
  }
  const spent = { ...(doneIn !== undefined && { doneIn }), ...(costUsd !== undefined && { costUsd }) };
  const failed = saying(row, 'work.failed', [fence], { attempt, worker, fence, error, ...spent });
  const next =
    after.state === 'dead'
      ? saying(row, 'work.dead', [attempt], { attempt, error })
      : saying(row, 'work.retried', [after.attempt], { attempt: after.attempt, reason: error, dueAt });
  return how === 'lose' ? [next] : [failed, next];
}
