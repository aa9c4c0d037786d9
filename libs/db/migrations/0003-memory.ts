import { type Kysely, sql } from 'kysely';

/**
 * What command cards are folded from: a row for every observed run of a command that builds, tests, lints, checks types
 * or formats. `announced_memories` has the memories whose `memory.recorded` is in the log.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table command_runs (
      event_id text collate "C" not null,
      index integer not null,
      position bigint not null,
      project text collate "C" not null,
      session text collate "C" not null,
      actor text,
      time timestamptz not null,
      key text collate "C" not null,
      purpose text not null,
      command text not null,
      ok boolean,
      duration_ms double precision,
      memory text collate "C" not null,
      primary key (event_id, index)
    )`.execute(db);
  await sql`create index command_runs_by_project on command_runs (project, key)`.execute(db);
  await sql`create index command_runs_by_memory on command_runs (memory)`.execute(db);
  await sql`create table announced_memories (memory text collate "C" primary key, at timestamptz not null default now())`.execute(
    db,
  );
}
