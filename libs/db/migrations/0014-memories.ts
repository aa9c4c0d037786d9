import { type Kysely, sql } from 'kysely';

/**
 * Memories: facts (events cut down to what derivers read), what each session says of each thing, what people decided,
 * what agents were told, and the memories that follow. All but the log can be made again.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`create table memory_facts (
    event_id text collate "C" primary key,
    session text collate "C" not null,
    position bigint not null,
    fact jsonb not null
  )`);
  await run('create index memory_facts_by_session on memory_facts (session, position)');

  // A session waits until it was observed with all of its facts.
  await run(`create table memory_sessions (
    session text collate "C" primary key,
    facts integer not null,
    last_position bigint not null,
    observed_facts integer not null default 0,
    observed_to bigint not null default 0,
    project text collate "C",
    actor text collate "C",
    started_at timestamptz,
    last_at timestamptz,
    harness text,
    waiting boolean not null default true,
    waiting_since timestamptz not null default now(),
    ended boolean not null default false
  )`);
  await run('create index memory_sessions_waiting on memory_sessions (waiting_since) where waiting');
  await run('create index memory_sessions_by_project on memory_sessions (project, started_at)');
  await run('create index memory_sessions_by_actor on memory_sessions (actor)');

  await run(`create table memory_observations (
    memory text collate "C" not null,
    session text collate "C" not null,
    kind text collate "C" not null,
    home text collate "C" not null,
    about text not null,
    project text collate "C" not null,
    actor text collate "C",
    scope text not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    positions bigint[] not null,
    data jsonb not null,
    primary key (memory, session)
  )`);
  await run('create index memory_observations_by_session on memory_observations (session)');
  await run('create index memory_observations_by_short_id on memory_observations (left(memory, 12))');
  await run('create index memory_observations_by_actor on memory_observations (actor)');
  await run('create index memory_observations_by_home on memory_observations (home)');

  await run(`create table memory_decisions (
    event_id text collate "C" primary key,
    position bigint not null,
    type text not null,
    memory text collate "C",
    time timestamptz not null,
    decision jsonb not null
  )`);
  await run('create index memory_decisions_by_memory on memory_decisions (memory, position)');
  await run('create index memory_decisions_by_type on memory_decisions (type, position)');

  // The memory is named by its first characters, as agents were shown it.
  await run(`create table memory_injections (
    short_memory text collate "C" not null,
    session text collate "C" not null,
    project text collate "C" not null,
    position bigint not null,
    at timestamptz not null,
    surface text not null,
    held_out boolean not null,
    tokens integer not null,
    aftermath jsonb not null,
    primary key (position, short_memory)
  )`);
  await run('create index memory_injections_by_memory on memory_injections (short_memory, position)');
  await run('create index memory_injections_by_session on memory_injections (session)');
  await run('create index memory_injections_by_project on memory_injections (project, at)');

  // What is to be folded again.
  await run(
    'create table memory_stale (memory text collate "C" primary key, since timestamptz not null default now())',
  );

  await run(`create table memories (
    id text collate "C" primary key,
    kind text collate "C" not null,
    scope text collate "C" not null,
    home text collate "C" not null,
    project text collate "C" not null,
    about text not null,
    status text not null,
    last_seen timestamptz not null,
    sessions integer not null,
    position_from bigint not null,
    position_to bigint not null,
    hash text not null,
    memory jsonb not null,
    -- What the log is to be told of it, and what it was told last.
    telling text,
    told text
  )`);
  await run('create index memories_by_short_id on memories (left(id, 12))');
  await run('create index memories_by_scope on memories (scope, kind, status)');
  await run('create index memories_by_project on memories (project, status, kind)');
  await run('create index memories_by_status on memories (status, last_seen)');
  await run('create index memories_untold on memories (id) where told is distinct from telling');

  // Memories that lost all they stood on: the log is told, and then the row goes.
  await run(`create table memory_gone (
    id text collate "C" primary key,
    memory jsonb not null
  )`);

  await run('create table memory_state (name text primary key, value text not null)');

  await run('drop table command_runs, command_starts, announced_memories');
  await run(`delete from checkpoints where name = 'memory'`);
}
