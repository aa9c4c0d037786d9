import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';
import { at, move } from '../rows.ts';
import { report } from './report.ts';

export interface Heartbeat {
  /** How long the claim lasts from now on; as long as before where absent. */
  readonly leaseMs?: number | undefined;
  readonly from?: string | undefined;
}

export interface Progress extends Heartbeat {
  readonly note?: string | undefined;
  /** From 0 to 1. */
  readonly share?: number | undefined;
}

/** Its holder says that it lives: the claim lasts on. Whether it has to stop, the row says (`cancelling`). */
export async function heartbeat(
  db: Database,
  item: string,
  fence: number,
  { leaseMs, from }: Heartbeat = {},
): Promise<WorkRow> {
  return await report(db, item, { fence, as: 'heartbeat', from }, async (trx, { row, nowMs }) =>
    move(trx, row, 'heartbeat', () => extended(row, nowMs, leaseMs)),
  );
}

/** So much is noted of one claim; what is told beyond that shows on the item only. */
const progressMax = 1_000;

/** Its holder says how far it is, and by that, that it lives. */
export async function progress(
  db: Database,
  item: string,
  fence: number,
  { note, share, leaseMs, from }: Progress,
): Promise<WorkRow> {
  return await report(db, item, { fence, as: 'progress', from }, async (trx, { row, nowMs }) => {
    const told = { ...(note !== undefined && { note }), ...(share !== undefined && { share }) };
    const progressed = row.progressed + 1;
    if (progressed <= progressMax) {
      const { attempt, worker } = row;
      const key = [fence, progressed];
      await say(trx, saying(row, 'work.progressed', key, { attempt, worker: worker!, fence, ...told }));
    }
    return await move(trx, row, 'progress', () => ({
      ...extended(row, nowMs, leaseMs),
      progress: JSON.stringify({ ...told, at: at(nowMs) }),
      progressed,
    }));
  });
}

function extended(row: WorkRow, nowMs: number, leaseMs = row.leaseMs ?? 60_000) {
  return { leaseUntil: at(nowMs + leaseMs), leaseMs };
}
