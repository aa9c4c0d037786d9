import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import { say, saying, sayingId, wasSaid } from '../record.ts';
import { move } from '../rows.ts';
import { report } from './report.ts';

/** The session that works on an item; before it tells of itself, the folder that it begins in. */
export interface Start {
  readonly session?: string | undefined;
  /** Absolute. */
  readonly folder?: string | undefined;
  readonly host?: string | undefined;
  readonly harness?: string | undefined;
  readonly from?: string | undefined;
}

/** Its holder says which session works on it: what that session does has the item's cause. Twice is once. */
export async function start(db: Database, item: string, fence: number, { from, ...started }: Start): Promise<WorkRow> {
  return await report(db, item, { fence, as: 'started', from }, async (trx, { row }) => {
    const { session, folder, host, harness } = started;
    const key = [fence, session ?? '', folder ?? ''];
    if (!(await wasSaid(trx, sayingId(item, 'work.started', ...key)))) {
      const { attempt, worker } = row;
      const where = {
        ...(session !== undefined && { session }),
        ...(folder !== undefined && { folder }),
        ...(host !== undefined && { host }),
        ...(harness !== undefined && { harness }),
      };
      await say(trx, saying(row, 'work.started', key, { attempt, worker: worker!, fence, ...where }));
    }
    return await move(trx, row, 'start', () => ({ doneIn: session ?? row.doneIn }));
  });
}
