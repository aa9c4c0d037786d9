import { type Database, notify, type Trx } from '@hookline/db';
import type { EventLog, WorkDispatch } from '@hookline/log';
import type { CloudEvent } from '@hookline/schemas';

/** Rings when something was put into the outbox. */
export const outboxChannel = 'hookline_outbox';

/** A note to the `WORK` stream that an item can be taken. */
export interface Dispatch {
  readonly queue: string;
  readonly item: string;
  readonly msgId: string;
}

/** Puts an event into the outbox, in the transaction that made it true. */
export async function post(trx: Trx, event: CloudEvent, dispatch?: Dispatch): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({ event: JSON.stringify(event), dispatch: dispatch === undefined ? null : JSON.stringify(dispatch) })
    .execute();
  await notify(trx, outboxChannel, '');
}

const batchSizeMax = 200;

/**
 * Sends what lies in the outbox, in order, and takes it out once the broker has acknowledged it. What is sent twice
 * counts once: events by their id, dispatches by theirs. Returns how many entries were sent.
 */
export async function relay(db: Database, log: EventLog, work: WorkDispatch): Promise<number> {
  let sent = 0;
  for (;;) {
    const entries = await db.kysely.selectFrom('outbox').selectAll().orderBy('number').limit(batchSizeMax).execute();
    if (entries.length === 0) return sent;
    await log.append(entries.map((entry) => entry.event));
    for (const { dispatch } of entries) {
      if (dispatch !== null) await work.offerWork({ ...dispatch, payload: { item: dispatch.item } });
    }
    const numbers = entries.map((entry) => entry.number);
    await db.kysely.deleteFrom('outbox').where('number', 'in', numbers).execute();
    sent += entries.length;
  }
}
