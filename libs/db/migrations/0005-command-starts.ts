import { type Kysely, sql } from 'kysely';

/** When shell calls began that did not end yet: the time of a run whose end does not say how long it took. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table command_starts (
      session text collate "C" not null,
      call text collate "C" not null,
      time timestamptz not null,
      primary key (session, call)
    )`.execute(db);
}
