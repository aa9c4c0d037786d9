import type { Trx } from '@hookline/db';
import { RestoringError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { lockWithAncestors } from '../rows.ts';
import { isOver } from '../state.ts';
import { type CallOff, cancelLocked } from './cancel-locked.ts';
import { tellWhole } from './together.ts';

/** Calls an item off, with its open parts. See `cancelLocked`. */
export async function cancel(trx: Trx, item: string, off: CallOff): Promise<WorkRow> {
  const { row, ancestors, nowMs } = await lockWithAncestors(trx, item);
  if (row.restoring) throw new RestoringError(item);
  const after = await cancelLocked(trx, row, off, nowMs);
  await tellWhole(trx, after, ancestors, nowMs);
  return after;
}

/** Calls off what a firing brought about and is not over. Returns how many items that were, parts not counted. */
export async function cancelOf(trx: Trx, firing: string, off: CallOff): Promise<number> {
  const open = await trx
    .selectFrom('workItems')
    .select('item')
    .where('firing', '=', firing)
    .where('state', 'in', ['offered', 'claimed', 'waiting'])
    .where('parent', 'is', null)
    .orderBy('item')
    .execute();
  let cancelled = 0;
  for (const { item } of open) {
    const { row, nowMs } = await lockWithAncestors(trx, item);
    if (isOver(row.state)) continue;
    await cancelLocked(trx, row, off, nowMs);
    cancelled += 1;
  }
  return cancelled;
}
