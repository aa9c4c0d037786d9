import type { Database, Trx } from '@hookline/db';
import type { DataOf } from '@hookline/schemas';
import { RestoringError, StaleFenceError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { say, saying, sayingId, wasSaid } from '../record.ts';
import { type Locked, lockWithAncestors } from '../rows.ts';

type Refused = DataOf<'work.refused'>;

/** Somebody who says to hold an item. */
export interface Reporter {
  readonly fence: number;
  readonly as: Refused['report'];
  /** Who reports, in words for people. */
  readonly from?: string | undefined;
  /** True for an item that stands as this report, made before, left it: then it is heard again and changes nothing. */
  readonly made?: (trx: Trx, row: WorkRow) => boolean | Promise<boolean>;
}

/**
 * Runs what a holder reports, in one transaction. A report of somebody who does not hold the item changes nothing, is
 * noted as `work.refused` once, and throws `StaleFenceError`.
 */
export async function report(
  db: Database,
  item: string,
  { fence, as, from, made }: Reporter,
  run: (trx: Trx, locked: Locked) => Promise<WorkRow>,
): Promise<WorkRow> {
  const heard = await db.transaction(async (trx) => {
    const locked = await lockWithAncestors(trx, item);
    const { row } = locked;
    if (row.restoring) throw new RestoringError(item);
    if (row.state === 'claimed' && row.fence === fence) return await run(trx, locked);
    if (row.fence === fence && (await made?.(trx, row))) return row;
    await refuse(trx, row, fence, as, from);
    return new StaleFenceError(row, fence);
  });
  if (heard instanceof StaleFenceError) throw heard;
  return heard;
}

async function refuse(
  trx: Trx,
  row: WorkRow,
  fence: number,
  report: Refused['report'],
  from = 'somebody',
): Promise<void> {
  // Fences that never were count as one: somebody who guesses fills no log.
  const key = [report, Math.min(fence, row.fence + 1), row.fence];
  if (await wasSaid(trx, sayingId(row.item, 'work.refused', ...key))) return;
  const { fence: current, state } = row;
  await say(trx, saying(row, 'work.refused', key, { report, fence, current, state, by: from }));
}
