import { type Kysely, sql } from 'kysely';

/**
 * What sessions were at some of their positions, by read model and version. `snapshots` says what each follows from and
 * the hash of its rows; `snapshot_rows` has only those rows that changed since the snapshot before it: the rows of a
 * snapshot are, by key, those with the greatest position up to its own.
 *
 * `content` is `json`, not `jsonb`, for the reason that the archive's events are.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table snapshots (
      session text collate "C" not null,
      model text collate "C" not null,
      version integer not null,
      position bigint not null,
      events bigint not null,
      last_order text collate "C" not null,
      last_order_position bigint not null,
      state_hash text not null,
      bytes bigint not null,
      made_at timestamptz not null default now(),
      primary key (session, model, version, position)
    )`.execute(db);
  await sql`
    create table snapshot_rows (
      session text collate "C" not null,
      model text collate "C" not null,
      version integer not null,
      key text collate "C" not null,
      position bigint not null,
      row_hash uuid not null,
      content json not null,
      primary key (session, model, version, key, position)
    )`.execute(db);
}
