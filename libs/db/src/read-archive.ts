import type { RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import type { Database, Trx } from './database.ts';

/** What of the archive to read. `after` is exclusive, `until` inclusive; a kind that ends in a dot is a prefix. */
export interface ArchiveFilter {
  readonly after?: number | undefined;
  readonly until?: number | undefined;
  readonly session?: string | undefined;
  readonly project?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** What happened then or later: ISO 8601. */
  readonly since?: string | undefined;
  /** 500 where not given. */
  readonly limit?: number | undefined;
}

const kyselyOf = (db: Database | Trx) => ('kysely' in db ? db.kysely : db);

/** Archived events by position. Fewer than `limit` means that the archive has no more of them. */
export async function readArchive(db: Database | Trx, filter: ArchiveFilter = {}): Promise<RecordedEvent[]> {
  let query = kyselyOf(db)
    .withoutPlugins()
    .selectFrom('events')
    .select(['position', 'event'])
    .where('position', '>', filter.after ?? 0);
  if (filter.until !== undefined) query = query.where('position', '<=', filter.until);
  if (filter.session !== undefined) query = query.where('session', '=', filter.session);
  if (filter.project !== undefined) query = query.where('project', '=', filter.project);
  if (filter.since !== undefined) query = query.where('time', '>=', filter.since);
  const { kinds } = filter;
  if (kinds !== undefined) {
    query = query.where(({ or, eb }) =>
      or(kinds.map((kind) => (kind.endsWith('.') ? eb('kind', '^@', kind) : eb('kind', '=', kind)))),
    );
  }
  return await query
    .orderBy('position')
    .limit(filter.limit ?? 500)
    .execute();
}

/** The place of an event inside its session, to go on reading after it. */
export interface SessionCursor {
  readonly order: string;
  readonly position: number;
}

/** Archived events of one session in the session's order (the source's order, then position). */
export async function readSession(
  db: Database | Trx,
  session: string,
  range: {
    readonly from?: number | undefined;
    readonly until?: number | undefined;
    readonly after?: SessionCursor | undefined;
    /** The last place wanted, in the session's order. */
    readonly upTo?: SessionCursor | undefined;
    readonly kinds?: readonly string[] | undefined;
    readonly limit?: number | undefined;
  } = {},
): Promise<RecordedEvent[]> {
  let query = kyselyOf(db)
    .withoutPlugins()
    .selectFrom('events')
    .select(['position', 'event'])
    .where('session', '=', session);
  const { from, until, after, upTo, kinds } = range;
  if (from !== undefined) query = query.where('position', '>=', from);
  if (until !== undefined) query = query.where('position', '<=', until);
  if (after !== undefined)
    query = query.where(sql<boolean>`(order_key, position) > (${after.order}, ${after.position})`);
  if (upTo !== undefined) query = query.where(sql<boolean>`(order_key, position) <= (${upTo.order}, ${upTo.position})`);
  if (kinds !== undefined) query = query.where('kind', 'in', kinds);
  return await query
    .orderBy(sql`order_key`)
    .orderBy('position')
    .limit(range.limit ?? 500)
    .execute();
}

/** One archived event by its id or its position. */
export async function findEvent(
  db: Database | Trx,
  by: { readonly id: string } | { readonly position: number },
): Promise<RecordedEvent | undefined> {
  const kysely = kyselyOf(db);
  if ('position' in by) {
    return await kysely
      .selectFrom('events')
      .select(['position', 'event'])
      .where('position', '=', by.position)
      .executeTakeFirst();
  }
  return await kysely
    .selectFrom('eventIds')
    .innerJoin('events', (join) =>
      join.onRef('events.position', '=', 'eventIds.position').onRef('events.recordedAt', '=', 'eventIds.recordedAt'),
    )
    .select(['events.position', 'events.event'])
    .where('eventIds.id', '=', by.id)
    .executeTakeFirst();
}

/** First and last archived position and the count, of everything or of one session. Undefined when there is nothing. */
export async function archiveRange(
  db: Database | Trx,
  session?: string,
): Promise<{ first: number; last: number; events: number } | undefined> {
  let query = kyselyOf(db)
    .selectFrom('events')
    .select(({ fn }) => [
      fn.min('position').as('first'),
      fn.max('position').as('last'),
      fn.countAll<number>().as('events'),
    ]);
  if (session !== undefined) query = query.where('session', '=', session);
  const row = await query.executeTakeFirst();
  return row && row.events > 0 ? { first: row.first, last: row.last, events: row.events } : undefined;
}
