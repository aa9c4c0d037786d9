import { type Kysely, sql } from 'kysely';

/**
 * The schema of the views for people's SQL. It is made here so that no two processes make it at once; its views follow
 * from the code, and the login that reads them from `prepareReader`, because roles belong to the server.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create schema if not exists analytics`.execute(db);
}
