import { type Kysely, sql } from 'kysely';

/**
 * Exclusive holds on paths, globs and tasks, with the counter that fences them, a row per project; and what conflicts
 * are found by: sessions that did something lately, what they wrote, and the conflicts there were.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table claim_fences (
      project text collate "C" primary key,
      fence bigint not null default 0
    )`.execute(db);
  await sql`
    create table claims (
      claim text collate "C" primary key,
      project text collate "C" not null,
      kind text not null check (kind in ('path', 'glob', 'task')),
      resource text not null,
      holder text not null,
      session text collate "C",
      fence bigint not null,
      purpose text,
      state text not null default 'held' check (state in ('held', 'released', 'expired', 'revoked')),
      taken_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz,
      ended_by text,
      cause json,
      refusals text[] not null default '{}'
    )`.execute(db);
  await sql`
    create table claim_positions (
      claim text collate "C" primary key,
      position bigint not null
    )`.execute(db);
  await sql`create index claims_by_project on claims (project, taken_at, claim)`.execute(db);
  await sql`create index claims_held on claims (expires_at) where state = 'held'`.execute(db);
  await sql`create index claims_ended on claims (ended_at) where state <> 'held'`.execute(db);
  await sql`
    create table conflict_clock (
      one boolean primary key default true check (one),
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table conflict_sessions (
      session text collate "C" primary key,
      last_at timestamptz not null,
      ended_at timestamptz,
      notes json not null
    )`.execute(db);
  await sql`create index conflict_sessions_last on conflict_sessions (last_at)`.execute(db);
  await sql`
    create table conflict_writes (
      project text collate "C" not null,
      path text collate "C" not null,
      session text collate "C" not null,
      last_at timestamptz not null,
      write json not null,
      primary key (project, path, session)
    )`.execute(db);
  await sql`create index conflict_writes_last on conflict_writes (last_at)`.execute(db);
  await sql`create index conflict_writes_session on conflict_writes (session)`.execute(db);
  await sql`
    create table conflicts (
      conflict text collate "C" primary key,
      project text collate "C" not null,
      path text collate "C" not null,
      pair text collate "C" not null,
      sessions text[] not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      position bigint not null,
      told json not null default '[]',
      found json not null
    )`.execute(db);
  await sql`create index conflicts_of_pair on conflicts (project, path, pair, last_at)`.execute(db);
  await sql`create index conflicts_newest on conflicts (position, conflict)`.execute(db);
  await sql`create index conflicts_last on conflicts (last_at)`.execute(db);
  await sql`create index conflicts_of_session on conflicts using gin (sessions)`.execute(db);
}
