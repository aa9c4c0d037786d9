import { type Kysely, sql } from 'kysely';

/** Why a session could not be observed, or not whole: people are shown it, and the others go on. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table memory_sessions add column fault text`.execute(db);
  await sql`create index memory_sessions_faulty on memory_sessions (session) where fault is not null`.execute(db);
}
