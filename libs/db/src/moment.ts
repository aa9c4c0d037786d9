import { sql } from 'kysely';
import type { Database, Trx } from './database.ts';
import type { SessionCursor } from './read-archive.ts';

/**
 * A point of a session, named by a position. By `log`: what the log had heard of it when it had come to that position.
 * By `session`: what had happened when the event at that position happened, whenever the log heard of it. The two differ
 * where facts came late (a record is read at the end of a turn, an import brings a whole session at once).
 */
export interface Moment {
  /** Undefined means the newest. */
  readonly at?: number | undefined;
  readonly by?: 'log' | 'session' | undefined;
}

/** A moment as `readSession` takes it. */
export interface MomentRange {
  readonly until?: number;
  readonly upTo?: SessionCursor;
}

/**
 * How to read a session up to a moment. By session, a position between two events of the session means the last of its
 * events before it; one before its first event means nothing at all (`until: 0`).
 */
export async function rangeUpTo(db: Database | Trx, session: string, { at, by }: Moment): Promise<MomentRange> {
  if (at === undefined) return {};
  if (by !== 'session') return { until: at };
  const { rows } = await sql<SessionCursor>`
    select order_key as "order", position from events
    where session = ${session} and position <= ${at} order by position desc limit 1
  `.execute('kysely' in db ? db.kysely : db);
  return rows[0] === undefined ? { until: 0 } : { upTo: rows[0] };
}
