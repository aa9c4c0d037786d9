import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import type { Join } from './insert.ts';
import { type Part, putParts } from './parts.ts';
import { report } from './report.ts';

export interface SplitReport {
  readonly parts: readonly Part[];
  readonly join?: Join | undefined;
  readonly from?: string | undefined;
}

/** Its holder splits an item: the parts are offered, the item waits until they are together. Twice is once. */
export async function split(
  db: Database,
  item: string,
  fence: number,
  { parts, join = {}, from }: SplitReport,
): Promise<WorkRow> {
  const isMade = (_: unknown, row: WorkRow) => row.state === 'waiting';
  return await report(db, item, { fence, as: 'split', made: isMade, from }, (trx, { row, nowMs }) =>
    putParts(trx, row, parts, join, nowMs),
  );
}
