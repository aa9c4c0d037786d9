import { type Kysely, sql } from 'kysely';

/**
 * What read models there are. Their tables lie in the schema `models`, one set per version and generation; the views in
 * the schema `read` show the live ones. `quarantine` has the sessions that a read model could not fold.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create schema if not exists models`.execute(db);
  await sql`create schema if not exists read`.execute(db);
  await sql`
    create table projections (
      name text not null,
      version integer not null,
      generation integer not null,
      relation text not null unique,
      state text not null check (state in ('building', 'ready', 'live')),
      position bigint not null default 0,
      state_hash text not null,
      switch_when_ready boolean not null default false,
      live_since timestamptz,
      live_until timestamptz,
      created_at timestamptz not null default now(),
      primary key (name, version, generation)
    )`.execute(db);
  await sql`create unique index projections_live on projections (name) where state = 'live'`.execute(db);
  await sql`
    create table quarantine (
      relation text not null references projections (relation) on delete cascade,
      session text collate "C" not null,
      position bigint not null,
      event_id text not null,
      error text not null,
      since timestamptz not null default now(),
      requeued_at timestamptz,
      primary key (relation, session)
    )`.execute(db);
}
