import { type Kysely, sql } from 'kysely';

/**
 * What search looks in, made by the indexer of the rows of read models; all of it can be made again. A session is cut
 * into units (a turn, or a part of a long one); `search_postings` has one row per word and unit. `search_calls` has one
 * row per call: its command, which commands it says succeeded or failed, and how it failed. `search_waiting` are the
 * sessions whose rows have changed since. Saved searches are people's own, not made of anything.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table search_sessions (
      number integer generated always as identity primary key,
      session text collate "C" not null unique,
      owner text collate "C",
      quarantined boolean not null default false,
      units integer not null,
      length double precision not null
    )`.execute(db);
  await sql`create index search_sessions_owner on search_sessions (owner)`.execute(db);
  await sql`
    create table search_units (
      number integer not null references search_sessions (number) on delete cascade,
      unit integer not null,
      turn text collate "C",
      first_at timestamptz,
      last_at timestamptz,
      digest text not null,
      lexemes text[] not null,
      pieces json not null,
      primary key (number, unit)
    )`.execute(db);
  await sql`
    create table search_postings (
      lexeme text collate "C" not null,
      number integer not null,
      unit integer not null,
      weight real not null,
      length real not null,
      primary key (lexeme, number, unit) include (weight, length)
    )`.execute(db);
  await sql`
    create table search_calls (
      number integer not null references search_sessions (number) on delete cascade,
      call text collate "C" not null,
      order_key text collate "C" not null,
      position bigint not null,
      at timestamptz,
      tool text,
      command text,
      outcome text not null,
      signature text,
      error text,
      passed text[] not null,
      failed text,
      primary key (number, call)
    )`.execute(db);
  await sql`create index search_calls_at on search_calls (at)`.execute(db);
  await sql`
    create table search_waiting (
      session text collate "C" primary key,
      since timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table saved_searches (
      name text not null,
      project text collate "C" not null default '',
      query text not null,
      saved_by text not null,
      saved_at timestamptz not null default now(),
      primary key (project, name)
    )`.execute(db);
}
