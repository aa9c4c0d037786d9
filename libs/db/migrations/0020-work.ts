import { type Kysely, sql } from 'kysely';

/**
 * Units of work with every state they can be in: priority, expiry, time limits, cost, cancellation, parts and joins; what
 * was said of each; the key that lease tokens are signed with. Entries of the outbox may only wake, without an event.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table work_items drop constraint work_items_state_check`.execute(db);
  await sql`
    alter table work_items
      add constraint work_items_state_check check
        (state in ('offered', 'claimed', 'waiting', 'completed', 'dead', 'cancelled', 'expired')),
      add attempts_each integer not null default 3,
      add lease_ms bigint,
      add claimed_at timestamptz,
      add dispatched boolean not null default true,
      add expires_at timestamptz,
      add timeout_ms bigint,
      add by text not null default '',
      add cause json,
      add priority integer not null default 0,
      add project text,
      add session text,
      add done_in text,
      add harness text,
      add cost_usd double precision,
      add cancelling json,
      add progress json,
      add progressed integer not null default 0,
      add parent text collate "C",
      add ancestors text[] collate "C" not null default '{}',
      add parent_attempt integer,
      add "join" json,
      add join_until timestamptz,
      add restoring boolean not null default false`.execute(db);
  await sql`update work_items set attempts_each = attempts_max`.execute(db);
  await sql`drop index work_items_offered`.execute(db);
  await sql`
    create index work_items_offered on work_items (queue, priority desc, due_at, item) where state = 'offered'`.execute(
    db,
  );
  await sql`
    create index work_items_undispatched on work_items (due_at) where state = 'offered' and not dispatched`.execute(db);
  await sql`
    create index work_items_expiring on work_items (expires_at) where state = 'offered' and expires_at is not null`.execute(
    db,
  );
  await sql`create index work_items_joining on work_items (join_until) where state = 'waiting'`.execute(db);
  await sql`create index work_items_by_parent on work_items (parent, parent_attempt) where parent is not null`.execute(
    db,
  );
  await sql`create index work_items_by_firing on work_items (firing) where firing is not null`.execute(db);
  await sql`create index work_items_by_age on work_items (offered_at desc, item desc)`.execute(db);
  await sql`create index work_items_ended on work_items (ended_at) where ended_at is not null`.execute(db);
  await sql`create index work_items_open on work_items (state, queue) where ended_at is null or state = 'dead'`.execute(
    db,
  );
  await sql`create index work_items_restoring on work_items (item) where restoring`.execute(db);
  await sql`
    create table work_history (
      event text collate "C" primary key,
      item text collate "C" not null,
      kind text not null,
      at timestamptz not null,
      data json not null,
      position bigint,
      number bigint generated always as identity
    )`.execute(db);
  await sql`create index work_history_by_item on work_history (item, number)`.execute(db);
  await sql`create table work_secrets (name text primary key, secret text not null)`.execute(db);
  await sql`alter table outbox alter column event drop not null`.execute(db);
}
