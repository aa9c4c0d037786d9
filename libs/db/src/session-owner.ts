import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * As a table of SQL (`session, project, position`): everything that was ever told of a session, with the project it was
 * told for. A session belongs to the project of the first of them by position that is not `-`; that does not change when
 * retention deletes the event.
 */
export const toldOfSessions: RawBuilder<unknown> = sql`(
  select session, project, position from events
  union all select session, project, position from expired_events)`;

/** The project that each of these sessions belongs to, by session. One that nobody told anything of is not there. */
export async function ownersOf(
  { kysely }: Pick<Database, 'kysely'>,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ session: string; project: string }>`
    select distinct on (session) session, project from ${toldOfSessions} told
    where session = any(${[...new Set(sessions)]}::text[]) and project <> '-'
    order by session, position`.execute(kysely);
  return new Map(rows.map(({ session, project }) => [session, project]));
}
