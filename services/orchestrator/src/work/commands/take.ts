import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';

export interface Taking {
  /** Every queue it would take from. */
  readonly queues: readonly string[];
  readonly worker: string;
  readonly leaseMs: number;
  /** Only items of this project. */
  readonly project?: string | undefined;
  /** Only items that are for this harness, or for any. */
  readonly harness?: string | undefined;
}

/**
 * Gives the due item of the highest priority, and of those the one that is due longest, to a worker under a lease;
 * undefined when there is none. Of any number of takers at once each item has one.
 */
export async function take(db: Database, taking: Taking): Promise<WorkRow | undefined> {
  const { queues, worker, leaseMs, project, harness } = taking;
  return await db.transaction(async (trx) => {
    const row = await trx
      // Materialised: the row that is locked here is the row that is updated below, also when others take at once.
      .with(
        (cte) => cte('free').materialized(),
        (free) => {
          let query = free
            .selectFrom('workItems')
            .select('item')
            .where('queue', 'in', queues)
            .where('state', '=', 'offered')
            .where('dueAt', '<=', sql<string>`now()`)
            .where('restoring', '=', false)
            .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', sql<string>`now()`)]));
          if (project !== undefined) query = query.where('project', '=', project);
          if (harness !== undefined) {
            query = query.where((where) => where.or([where('harness', 'is', null), where('harness', '=', harness)]));
          }
          return query.orderBy('priority', 'desc').orderBy('dueAt').orderBy('item').limit(1).forUpdate().skipLocked();
        },
      )
      .updateTable('workItems')
      .from('free')
      .set({
        state: 'claimed',
        worker,
        fence: sql`fence + 1`,
        leaseUntil: sql<string>`now() + make_interval(secs => ${leaseMs / 1000})`,
        leaseMs,
        claimedAt: sql<string>`now()`,
        cancelling: null,
        progress: null,
        progressed: 0,
        doneIn: null,
      })
      .whereRef('workItems.item', '=', 'free.item')
      .returningAll('workItems')
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { attempt, fence, leaseUntil } = row;
    await say(trx, saying(row, 'work.claimed', [fence], { attempt, worker, fence, leaseUntil: leaseUntil! }));
    return row;
  });
}
