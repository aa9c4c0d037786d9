import { type Kysely, sql } from 'kysely';

/**
 * Rules that were published over HTTP, what is wrong with the files of the other sources, and when it was last decided
 * about a rule: what the log says of older decisions, read again, changes nothing. And what `rules why` looks things up by.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table rules add checks json`.execute(db);
  await sql`
    create table rule_texts (
      name text primary key,
      source text not null,
      published_by text not null,
      published_at timestamptz not null
    )`.execute(db);
  await sql`
    create table rule_faults (
      number bigint generated always as identity primary key,
      origin text not null,
      path text,
      rule text,
      line integer,
      "column" integer,
      message text not null,
      since timestamptz not null default now()
    )`.execute(db);
  await sql`create table rule_decided (subject text primary key, at timestamptz not null)`.execute(db);
  await sql`create index firings_by_match on firings using gin (matches jsonb_path_ops)`.execute(db);
  await sql`
    create index session_facts_by_firing on session_facts ((facts -> 'cause' ->> 'firing'))
      where facts -> 'cause' ->> 'firing' <> ''`.execute(db);
}
