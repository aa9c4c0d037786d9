import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';
import { at, move } from '../rows.ts';
import { report } from './report.ts';
import { tellWhole } from './together.ts';

/** Its holder says that it stopped, as it was asked to. A holder that nobody asked gives the item up for good. */
export async function confirmCancelled(
  db: Database,
  item: string,
  fence: number,
  { from }: { readonly from?: string | undefined } = {},
): Promise<WorkRow> {
  const isMade = (_: unknown, row: WorkRow) => row.state === 'cancelled';
  return await report(db, item, { fence, as: 'cancelled', made: isMade, from }, async (trx, locked) => {
    const { row, ancestors, nowMs } = locked;
    const { attempt, worker } = row;
    const { by, reason } = row.cancelling ?? { by: worker!, reason: 'its holder gave it up' };
    const after = await move(trx, row, 'confirm', () => ({
      leaseUntil: null,
      cancelling: null,
      error: `cancelled: ${reason}`,
      endedAt: at(nowMs),
    }));
    const said = { attempt, by, reason, worker: worker!, confirmed: 'holder' as const };
    await say(trx, saying(row, 'work.cancelled', [attempt], said));
    await tellWhole(trx, after, ancestors, nowMs);
    return after;
  });
}
