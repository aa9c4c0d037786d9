import type { Trx } from '@hookline/db';
import { NotPossibleError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';
import { at, move, tellHolder } from '../rows.ts';
import { isOver } from '../state.ts';

/** Who wants something not to be done any more, and why, in words for people. */
export interface CallOff {
  readonly by: string;
  readonly reason: string;
}

/**
 * Calls off an item that is under its lock, and its open parts. What nobody holds is cancelled at once; a holder is asked
 * to stop, and the item is cancelled when the holder says so or its lease is over. Asked twice is asked once. Throws for
 * an item that is over.
 */
export async function cancelLocked(trx: Trx, row: WorkRow, off: CallOff, nowMs: number): Promise<WorkRow> {
  if (isOver(row.state)) throw new NotPossibleError(row, 'cancel');
  if (row.cancelling !== null) return row;
  const { attempt, fence } = row;
  const after = await move(trx, row, 'cancel', (to) =>
    to === 'cancelled'
      ? { endedAt: at(nowMs), leaseUntil: null, error: `cancelled: ${off.reason}` }
      : { cancelling: JSON.stringify({ ...off, at: at(nowMs) }) },
  );
  if (after.state === 'cancelled') await say(trx, saying(row, 'work.cancelled', [attempt], { attempt, ...off }));
  else {
    await say(trx, saying(row, 'work.cancelling', [fence], { attempt, ...off }));
    await tellHolder(trx, row.item);
  }
  await cancelParts(trx, row, off, nowMs);
  return after;
}

/** Calls off every open part of an item that is under its lock. */
export async function cancelParts(trx: Trx, row: WorkRow, off: CallOff, nowMs: number): Promise<void> {
  const open = await trx
    .selectFrom('workItems')
    .selectAll()
    .where('parent', '=', row.item)
    .where('state', 'in', ['offered', 'claimed', 'waiting'])
    .orderBy('item')
    .forUpdate()
    .execute();
  for (const part of open) await cancelLocked(trx, part, off, nowMs);
}
