import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';
import { at, move } from '../rows.ts';
import { report } from './report.ts';
import { tellWhole } from './together.ts';

export interface Completion {
  readonly result?: unknown;
  /** The session that did it. */
  readonly doneIn?: string | undefined;
  readonly costUsd?: number | undefined;
  readonly from?: string | undefined;
}

/** Its holder ends an item well, also when it was asked to stop: what is done is done. Saying it twice is saying it once. */
export async function complete(
  db: Database,
  item: string,
  fence: number,
  { result, doneIn, costUsd, from }: Completion = {},
): Promise<WorkRow> {
  const isMade = (_: unknown, row: WorkRow) => row.state === 'completed';
  return await report(db, item, { fence, as: 'done', made: isMade, from }, async (trx, locked) => {
    const { row, ancestors, nowMs } = locked;
    const { attempt, worker } = row;
    const after = await move(trx, row, 'complete', () => ({
      leaseUntil: null,
      cancelling: null,
      error: null,
      result: result === undefined ? null : JSON.stringify(result),
      endedAt: at(nowMs),
      ...(doneIn !== undefined && { doneIn }),
      ...(costUsd !== undefined && { costUsd: (row.costUsd ?? 0) + costUsd }),
    }));
    await say(
      trx,
      saying(row, 'work.completed', [fence], {
        attempt,
        worker: worker!,
        fence,
        ...(result !== undefined && { result }),
        ...(doneIn !== undefined && { doneIn }),
        ...(costUsd !== undefined && { costUsd }),
      }),
    );
    await tellWhole(trx, after, ancestors, nowMs);
    return after;
  });
}
