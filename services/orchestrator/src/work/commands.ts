import type { Database, Tables, Trx } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql, type UpdateObject } from 'kysely';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';
import type { WorkRow } from './item.ts';

/** The database's clock: the one clock of leases. */
const now = sql<string>`now()`;
const after = (ms: number) => sql<string>`now() + make_interval(secs => ${ms / 1000})`;

/** The report of somebody who does not hold the item any more, or never did. */
export class StaleFenceError extends Error {
  override name = 'StaleFenceError';
  constructor(row: WorkRow, fence: number) {
    const holder = row.state === 'claimed' ? `is held by ${row.worker} with fence ${row.fence}` : `is ${row.state}`;
    super(`item ${row.item} ${holder}; the report came with fence ${fence}`);
  }
}

/** There is no such item. */
export class UnknownItemError extends Error {
  override name = 'UnknownItemError';
  constructor(item: string) {
    super(`there is no work item ${item}`);
  }
}

export interface Offer {
  readonly item: string;
  readonly queue: string;
  readonly payload: unknown;
  readonly attemptsMax: number;
  readonly by: string;
  readonly firing?: string | undefined;
}

/** Puts a unit of work up. The same item offered again is the same item; nothing happens then. */
export async function offer(trx: Trx, offered: Offer): Promise<WorkRow> {
  const { item, queue, payload, attemptsMax, by, firing } = offered;
  const inserted = await trx
    .insertInto('workItems')
    .values({ item, queue, state: 'offered', payload: JSON.stringify(payload), attemptsMax, firing: firing ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) return await readItem(trx, item);
  const event = busEvent<'work.offered'>({
    kind: 'work.offered',
    id: eventId('work', item, 'offered'),
    subject: item,
    causationid: firing,
    data: { item, queue, payload, attempt: 1, attemptsMax, by, ...(firing !== undefined && { firing }) },
  });
  await post(trx, event, { queue, item, msgId: `${item}:1` });
  return inserted;
}

/** Gives the oldest due item of a queue to a worker under a lease, or undefined when there is none. */
export async function take(db: Database, queue: string, worker: string, leaseMs: number): Promise<WorkRow | undefined> {
  return await db.transaction(async (trx) => {
    const free = await trx
      .selectFrom('workItems')
      .select('item')
      .where('queue', '=', queue)
      .where('state', '=', 'offered')
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .orderBy('item')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (free === undefined) return undefined;
    const row = await trx
      .updateTable('workItems')
      .set({
        state: 'claimed',
        worker,
        fence: sql`fence + 1`,
        leaseUntil: after(leaseMs),
      })
      .where('item', '=', free.item)
      .returningAll()
      .executeTakeFirstOrThrow();
    const { item, attempt, fence } = row;
    await post(
      trx,
      busEvent<'work.claimed'>({
        kind: 'work.claimed',
        id: eventId('work', item, 'claimed', fence),
        subject: item,
        data: { item, queue, attempt, worker, fence, leaseUntil: row.leaseUntil! },
      }),
    );
    return row;
  });
}

/** Ends an item well. Saying it twice with the same fence is saying it once. */
export async function complete(db: Database, item: string, fence: number, result: unknown): Promise<WorkRow> {
  return await db.transaction(async (trx) => {
    const row = await lockItem(trx, item);
    if (row.state === 'completed' && row.fence === fence) return row;
    holds(row, fence);
    const { queue, attempt, worker } = row;
    await post(
      trx,
      busEvent<'work.completed'>({
        kind: 'work.completed',
        id: eventId('work', item, 'completed', fence),
        subject: item,
        data: { item, queue, attempt, worker: worker!, fence, ...(result !== undefined && { result }) },
      }),
    );
    return await update(trx, item, {
      state: 'completed',
      leaseUntil: null,
      result: result === undefined ? null : JSON.stringify(result),
      endedAt: now,
    });
  });
}

/** Ends an attempt badly: the item is put up again after a back-off, or is dead when that was its last attempt. */
export async function fail(db: Database, item: string, fence: number, error: string): Promise<WorkRow> {
  return await db.transaction(async (trx) => {
    const row = await lockItem(trx, item);
    holds(row, fence);
    return await endAttempt(trx, row, error, true);
  });
}

/** Puts up again what workers held longer than their lease. Returns how many there were. */
export async function sweep(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const lost = await trx
      .selectFrom('workItems')
      .selectAll()
      .where('state', '=', 'claimed')
      .where('leaseUntil', '<', now)
      .limit(100)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of lost) await endAttempt(trx, row, `the lease of ${row.worker} ran out`, false);
    return lost.length;
  });
}

/** Back-off before the attempt after this one: 5 s, doubled each time, at most 10 minutes. */
export function backOffMs(attempt: number): number {
  return Math.min(5_000 * 2 ** (attempt - 1), 600_000);
}

async function endAttempt(trx: Trx, row: WorkRow, error: string, reported: boolean): Promise<WorkRow> {
  const { item, queue, attempt, fence, worker } = row;
  if (reported) {
    await post(
      trx,
      busEvent<'work.failed'>({
        kind: 'work.failed',
        id: eventId('work', item, 'failed', fence),
        subject: item,
        data: { item, queue, attempt, worker: worker!, fence, error },
      }),
    );
  }
  if (attempt >= row.attemptsMax) {
    const id = eventId('work', item, 'dead');
    await post(
      trx,
      busEvent<'work.dead'>({ kind: 'work.dead', id, subject: item, data: { item, queue, attempt, error } }),
    );
    return await update(trx, item, { state: 'dead', leaseUntil: null, error, endedAt: now });
  }
  const next = attempt + 1;
  const event = busEvent<'work.retried'>({
    kind: 'work.retried',
    id: eventId('work', item, 'retried', next),
    subject: item,
    data: { item, queue, attempt: next, reason: error },
  });
  await post(trx, event, { queue, item, msgId: `${item}:${next}` });
  return await update(trx, item, {
    state: 'offered',
    attempt: next,
    worker: null,
    leaseUntil: null,
    error,
    dueAt: after(backOffMs(attempt)),
  });
}

function holds(row: WorkRow, fence: number): void {
  if (row.state !== 'claimed' || row.fence !== fence) throw new StaleFenceError(row, fence);
}

async function lockItem(trx: Trx, item: string): Promise<WorkRow> {
  const row = await trx.selectFrom('workItems').selectAll().where('item', '=', item).forUpdate().executeTakeFirst();
  if (row === undefined) throw new UnknownItemError(item);
  return row;
}

async function readItem(trx: Trx, item: string): Promise<WorkRow> {
  return await trx.selectFrom('workItems').selectAll().where('item', '=', item).executeTakeFirstOrThrow();
}

type Change = UpdateObject<Tables, 'workItems'>;

async function update(trx: Trx, item: string, set: Change): Promise<WorkRow> {
  const updated = trx.updateTable('workItems').set(set).where('item', '=', item);
  return await updated.returningAll().executeTakeFirstOrThrow();
}
