import { openDatabase } from '@hookline/db';
import { readEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import {
  offer,
  redrive,
  sweepDue,
  sweepExpired,
  sweepJoins,
  sweepLeases,
  sweepOverruns,
  take as takeOne,
} from './commands.ts';
import { workFollower } from './follow.ts';
import type { WorkRow } from './item.ts';

type Offered = Partial<Parameters<typeof offer>[1]>;

/** Work in a database of its own, in which time passes when a test says so. */
export async function openWork() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db = stack.use(await openDatabase(database.url));
  return {
    db,
    offered: (item: string, more: Offered = {}) =>
      db.transaction((trx) => offer(trx, { item, queue: 'q', payload: { item }, attemptsMax: 2, by: 'test', ...more })),
    take: (worker = 'w', more: { queues?: string[]; project?: string; harness?: string; leaseMs?: number } = {}) =>
      takeOne(db, { queues: ['q'], worker, leaseMs: 60_000, ...more }),
    /** Begins anew. */
    async clear(): Promise<void> {
      await sql`truncate work_items, work_history, outbox`.execute(db.kysely);
    },
    /** Forgets everything and reads it from what was said, as from a log. */
    async rebuilt(): Promise<void> {
      const rows = await db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
      const events = rows.flatMap(({ event }, index) =>
        event ? { event: readEvent(event)!, position: index + 1 } : [],
      );
      await this.clear();
      await db.transaction((trx) => workFollower.follow(trx, events));
    },
    /** How everything stands, without times. */
    async standing() {
      const rows = await db.kysely.selectFrom('workItems').selectAll().orderBy('item').execute();
      return rows.map((row) => ({
        ...row,
        ...{ leaseUntil: 0, leaseMs: 0, claimedAt: 0, dueAt: 0, offeredAt: 0, expiresAt: 0, endedAt: 0, joinUntil: 0 },
        ...{ dispatched: true, restoring: false },
        cancelling: row.cancelling && { ...row.cancelling, at: '' },
        progress: row.progress && { ...row.progress, at: '' },
      }));
    },
    redriven: (item: string) => db.transaction((trx) => redrive(trx, item, { by: 'ada' })),
    /** Lets so long pass for every item, and does what time alone brings about; by default everything that could be waited for. */
    async passes(ms = 30 * 86_400_000): Promise<void> {
      const back = sql.raw(`interval '${ms} milliseconds'`);
      await sql`
        update work_items set due_at = due_at - ${back}, lease_until = lease_until - ${back},
          claimed_at = claimed_at - ${back}, expires_at = expires_at - ${back}, join_until = join_until - ${back}`.execute(
        db.kysely,
      );
      for (const sweep of [sweepOverruns, sweepLeases, sweepExpired, sweepJoins, sweepDue]) await sweep(db);
    },
    /** Lets back-offs be over, and nothing else. */
    async due(): Promise<void> {
      await sql`update work_items set due_at = now() - interval '1 second' where state = 'offered'`.execute(db.kysely);
      await sweepDue(db);
    },
    item: (item: string): Promise<WorkRow> =>
      db.kysely.selectFrom('workItems').selectAll().where('item', '=', item).executeTakeFirstOrThrow(),
    parts: (item: string): Promise<WorkRow[]> =>
      db.kysely.selectFrom('workItems').selectAll().where('parent', '=', item).orderBy('item').execute(),
    /** What was said, in order; of one item where one is named. */
    async said(item?: string) {
      const rows = await db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
      return rows.flatMap(({ event }) =>
        event === null || (item !== undefined && event.subject !== item)
          ? []
          : { kind: event.type.replace(/^hookline\.work\.|\.v\d$/g, ''), ...(event.data as Record<string, unknown>) },
      );
    },
    async kinds(item?: string) {
      return (await this.said(item)).map(({ kind }) => kind);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
