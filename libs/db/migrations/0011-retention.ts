import { type Kysely, sql } from 'kysely';

/**
 * What retention deleted, by which policy. `event_ids` keeps the ids of expired events, so that they stay gone when they
 * are published again. `body_references` says which events refer to which long text, as far as `indexed_until`; an entry
 * outlives its event, with the rule that expired it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table retention_runs (
      run bigint generated always as identity primary key,
      asked_by text not null,
      policy text not null,
      started_at timestamptz not null default now(),
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create table expired_events (
      position bigint primary key,
      kind text not null,
      project text collate "C" not null,
      session text collate "C" not null,
      bytes bigint not null,
      rule text not null,
      run bigint not null references retention_runs (run),
      expired_at timestamptz not null default now(),
      erased boolean not null default false
    )`.execute(db);
  await sql`create index expired_events_in_log on expired_events (position) where not erased`.execute(db);
  await sql`create index expired_events_by_run on expired_events (run)`.execute(db);
  await sql`
    create table body_references (
      ref text collate "C" not null,
      position bigint not null,
      bytes bigint not null,
      gone text,
      primary key (ref, position)
    )`.execute(db);
  await sql`create index body_references_by_position on body_references (position)`.execute(db);
  await sql`create table body_index (indexed_until bigint not null)`.execute(db);
  await sql`insert into body_index values (0)`.execute(db);
  await sql`
    create table expired_bodies (
      ref text collate "C" primary key,
      bytes bigint not null,
      rule text not null,
      run bigint not null references retention_runs (run),
      expired_at timestamptz not null default now(),
      deleted boolean not null default false
    )`.execute(db);
  await sql`create index expired_bodies_by_run on expired_bodies (run)`.execute(db);
}
