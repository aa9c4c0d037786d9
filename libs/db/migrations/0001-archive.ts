import { type Kysely, sql } from 'kysely';

/**
 * The archive: every event of the log as a row, by month of recording, so that old months can be taken off in one step.
 * A unique constraint of a partitioned table must contain the partition key, so `events` itself cannot keep an id unique
 * over all months: `event_ids` does, and holds the first position of every id for ever, also after its month was
 * exported and dropped.
 *
 * `event` is `json`, not `jsonb`: the text as it was, with `\u0000` and lone surrogates, which jsonb refuses.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table events (
      position bigint not null,
      id text collate "C" not null,
      kind text not null,
      version integer not null,
      tenant text not null,
      project text not null,
      session text collate "C" not null,
      time timestamptz not null,
      recorded_at timestamptz not null,
      order_key text collate "C" not null,
      event json not null,
      primary key (position, recorded_at)
    ) partition by range (recorded_at)`.execute(db);
  await sql`create index events_by_session on events (session, order_key, position)`.execute(db);
  await sql`create table events_other partition of events default`.execute(db);
  await sql`
    create table event_ids (
      id text collate "C" primary key,
      position bigint not null,
      recorded_at timestamptz not null
    )`.execute(db);
  await sql`
    create table checkpoints (
      name text primary key,
      position bigint not null,
      last_id text not null,
      log_identity text not null,
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table unknown_kinds (
      type text primary key,
      events bigint not null,
      first_position bigint not null,
      last_position bigint not null
    )`.execute(db);
}
