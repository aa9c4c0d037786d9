import { type Kysely, sql } from 'kysely';

/**
 * What the engine of rules keeps between events: facts of sessions, the state of each rule and key with the moment it
 * has to be looked at again, totals of each rule, its clock, what was held and why; where rules come from and who
 * paused or stopped them; what stands behind sessions that were started for work.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table rules
      add origin text not null default 'folder',
      add path text,
      add commit text,
      add published_by text not null default 'orchestrator',
      add published_at_clock bigint not null default 0,
      add warm_position bigint,
      add withdrawn_at timestamptz`.execute(db);
  await sql`
    alter table firings
      add project text not null default '-',
      add session text not null default '-',
      add clock_ms bigint not null default 0,
      add matches jsonb not null default '[]',
      add cause jsonb,
      add actions jsonb not null default '[]'`.execute(db);
  await sql`create index firings_by_rule on firings (rule, position)`.execute(db);
  await sql`create index firings_by_session on firings (session, position)`.execute(db);
  await sql`create index firings_by_position on firings (position)`.execute(db);
  await sql`
    create table session_facts (
      session text collate "C" primary key,
      facts jsonb not null,
      position bigint not null
    )`.execute(db);
  await sql`
    create table rule_states (
      rule text not null,
      version text not null,
      key text not null,
      state jsonb not null,
      due_ms bigint,
      primary key (rule, version, key)
    )`.execute(db);
  await sql`create index rule_states_due on rule_states (due_ms) where due_ms is not null`.execute(db);
  await sql`create table rule_totals (rule text primary key, totals jsonb not null)`.execute(db);
  await sql`
    create table rule_clock (
      consumer text primary key,
      clock_ms bigint not null
    )`.execute(db);
  await sql`
    create table rule_holds (
      number bigint generated always as identity primary key,
      rule text not null,
      version text not null,
      key text not null,
      events jsonb not null,
      position bigint not null,
      clock_ms bigint not null,
      by text not null,
      reason text not null,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`create index rule_holds_by_rule on rule_holds (rule, number)`.execute(db);
  await sql`create index rule_holds_by_position on rule_holds (position)`.execute(db);
  await sql`
    create table rule_switches (
      rule text primary key,
      by text not null,
      reason text not null,
      automatic boolean not null,
      since timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table work_ties (
      folder text not null,
      host text not null,
      item text collate "C" not null,
      cause jsonb,
      position bigint not null,
      primary key (host, folder)
    )`.execute(db);
}
