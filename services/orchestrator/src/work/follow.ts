import { type Database, readCheckpoint, type Trx } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import type { BusEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import type { FollowedEvent, Follower } from '../engine/followers.ts';
import { restored, restoredEntry, restoredOffer, type WorkEvent } from './restore.ts';

/**
 * Notes where in the log each word of work stands. While nothing is lost it changes nothing else: the commands were there
 * first. With an empty database it brings every item back as the log left it; nobody takes one, and no time passes for
 * it, until the log has been read to its end. Work that an archive brought from elsewhere is not brought back.
 */
export const workFollower: Follower = {
  name: 'work',
  kinds: [
    'work.offered',
    'work.claimed',
    'work.started',
    'work.progressed',
    'work.completed',
    'work.failed',
    'work.retried',
    'work.dead',
    'work.cancelling',
    'work.cancelled',
    'work.expired',
    'work.split',
    'work.joined',
    'work.refused',
    'work.redriven',
  ],
  async follow(trx, events) {
    const missing = (await unknown(trx, events)).filter(({ event }) => !isHistory(event));
    for (const one of missing) await restore(trx, one.event as WorkEvent, one.position);
  },
};

/** Those that no command of this database said; of the others the position is noted. */
async function unknown(trx: Trx, events: readonly FollowedEvent[]): Promise<FollowedEvent[]> {
  const ids = events.map(({ event }) => event.id);
  const positions = events.map(({ position }) => position);
  const { rows } = await sql<{ event: string }>`
    update work_history set position = told.position
    from unnest(${ids}::text[], ${positions}::bigint[]) as told (id, position)
    where event = told.id returning event`.execute(trx);
  const known = new Set(rows.map(({ event }) => event));
  return events.filter(({ event }) => !known.has(event.id));
}

/** What was heard of so much later than it happened was brought from elsewhere: nobody here waits for it. */
const freshMs = 3_600_000;

function isHistory({ time, recordedtime }: BusEvent): boolean {
  return recordedtime !== undefined && Date.parse(recordedtime) - Date.parse(time) > freshMs;
}

async function restore(trx: Trx, event: WorkEvent, position: number): Promise<void> {
  await trx
    .insertInto('workHistory')
    .values(restoredEntry(event, position))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { item } = event.data;
  const find = (item: string) => trx.selectFrom('workItems').selectAll().where('item', '=', item).executeTakeFirst();
  if (event.kind === 'work.offered') {
    const whole = event.data.parent === undefined ? undefined : await find(event.data.parent);
    await trx
      .insertInto('workItems')
      .values(restoredOffer(event, whole))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  const row = await find(item);
  if (row === undefined) return;
  const change = restored(row, event);
  await trx
    .updateTable('workItems')
    .set({ ...change, restoring: true })
    .where('item', '=', item)
    .execute();
  if (event.kind === 'work.redriven' && event.data.parts) {
    await trx
      .updateTable('workItems')
      .set({ parentAttempt: event.data.attempt })
      .where('parent', '=', item)
      .where('parentAttempt', '=', row.join?.attempt ?? 0)
      .execute();
  }
}

/** Lets what was brought back go on, once everything in the log has been read. Returns how many items that were. */
export async function endRestoring(db: Database, { log }: { readonly log: EventLog }): Promise<number> {
  const some = await db.kysely.selectFrom('workItems').select('item').where('restoring', '=', true).executeTakeFirst();
  if (some === undefined) return 0;
  const { last } = await log.head();
  const checkpoint = await readCheckpoint(db, 'orchestrator');
  if (checkpoint === undefined || checkpoint.position < last) return 0;
  const { numUpdatedRows } = await db.kysely
    .updateTable('workItems')
    .set({ restoring: false })
    .where('restoring', '=', true)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
