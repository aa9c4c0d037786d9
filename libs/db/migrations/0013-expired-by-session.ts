import { type Kysely, sql } from 'kysely';

/** Whose a session is follows from its first event, also when retention deleted that: see `toldOfSessions`. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index expired_events_by_session on expired_events (session, position)`.execute(db);
}
