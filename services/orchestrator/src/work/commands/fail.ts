import type { Database } from '@hookline/db';
import type { WorkRow } from '../item.ts';
import { sayingId, wasSaid } from '../record.ts';
import { endAttempt } from './end-attempt.ts';
import { report } from './report.ts';

export interface Failure {
  readonly error: string;
  /** The session that worked on it. */
  readonly doneIn?: string | undefined;
  readonly costUsd?: number | undefined;
  /** No other attempt would do better. */
  readonly final?: boolean | undefined;
  readonly from?: string | undefined;
}

/** Its holder ends an attempt badly. Saying it twice is saying it once. */
export async function fail(db: Database, item: string, fence: number, { from, ...failure }: Failure): Promise<WorkRow> {
  return await report(
    db,
    item,
    {
      fence,
      as: 'failed',
      from,
      made: (trx) => wasSaid(trx, sayingId(item, 'work.failed', fence)),
    },
    (trx, locked) => endAttempt(trx, locked, { how: 'fail', ...failure }),
  );
}
