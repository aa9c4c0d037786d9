import { type Kysely, sql } from 'kysely';

/** How each session went, in figures: what tells whether memory helps. Made when the session is observed. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw('alter table memory_sessions add column figures jsonb').execute(db);
}
