import type { Database, Trx } from '@hookline/db';
import type { EventLog, Signal, WorkDispatch } from '@hookline/log';
import type { CloudEvent } from '@hookline/schemas';
import { sql } from 'kysely';

/** Rings when something was put into the outbox. */
export const outboxChannel = 'hookline_outbox';

/** What is sent besides an event: a note to the `WORK` stream that an item can be taken, or a signal on a subject. */
export type Dispatch = { readonly queue: string; readonly item: string; readonly msgId: string } | Signal;

/** Well below what the log takes, which counts an event as it is stored. */
const eventBytesMax = 200 * 1024;

/** What was to be said is larger than an event may be. */
export class TooMuchToSayError extends Error {
  override name = 'TooMuchToSayError';
  constructor(event: CloudEvent, bytes: number) {
    super(`${event.type} of ${event.subject ?? event.id} takes ${bytes} bytes, at most ${eventBytesMax} fit an event`);
  }
}

/**
 * Puts an event into the outbox, in the transaction that made it true. Throws `TooMuchToSayError` for one that the log
 * would refuse for ever: whatever is in the outbox can be sent.
 */
export async function post(trx: Trx, event: CloudEvent, dispatch?: Dispatch): Promise<void> {
  await postAll(trx, [{ event, dispatch }]);
}

/** What goes out together: something to say, somebody to wake, or both. */
export interface Post {
  readonly event?: CloudEvent | undefined;
  readonly dispatch?: Dispatch | undefined;
}

/** The same for many at once, in their order. */
export async function postAll(trx: Trx, posts: readonly Post[]): Promise<void> {
  if (posts.length === 0) return;
  const values = posts.map(({ event, dispatch }) => ({
    event: event === undefined ? null : textOf(event),
    dispatch: dispatch === undefined ? null : JSON.stringify(dispatch),
  }));
  // One statement: every command waits for this.
  await trx
    .with('put', (cte) => cte.insertInto('outbox').values(values).returning('number'))
    .selectNoFrom(sql`pg_notify(${outboxChannel}, '')`.as('rung'))
    .execute();
}

function textOf(event: CloudEvent): string {
  const text = JSON.stringify(event);
  const bytes = Buffer.byteLength(text);
  if (bytes > eventBytesMax) throw new TooMuchToSayError(event, bytes);
  return text;
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
    const events = entries.flatMap(({ event }) => event ?? []);
    const dispatches = entries.flatMap(({ dispatch }) => dispatch ?? []);
    // A worker may be woken before the log has the offer: what it then says comes through this outbox, and behind it.
    await Promise.all([
      events.length > 0 && log.append(events),
      ...dispatches.map((dispatch) =>
        'subject' in dispatch
          ? work.publishSignal(dispatch)
          : work.offerWork({ ...dispatch, payload: { item: dispatch.item } }),
      ),
    ]);
    const numbers = entries.map((entry) => entry.number);
    await db.kysely.deleteFrom('outbox').where('number', 'in', numbers).execute();
    sent += entries.length;
  }
}
