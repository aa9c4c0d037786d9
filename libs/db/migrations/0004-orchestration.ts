import { type Kysely, sql } from 'kysely';

/**
 * Rules in force with the position from which they may act, firings (each once, for ever), the webhooks they owe, work
 * items with lease and fencing token, and the outbox of events that go to the log with the transaction that made them.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table rules (
      name text not null,
      version text not null,
      source text not null,
      gate bigint not null,
      published_at timestamptz not null default now(),
      primary key (name, version)
    )`.execute(db);
  await sql`
    create table firings (
      firing text collate "C" primary key,
      rule text not null,
      version text not null,
      key text not null,
      position bigint not null,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table webhook_deliveries (
      delivery text collate "C" primary key,
      firing text collate "C" not null,
      url text not null,
      secret_name text not null,
      body text not null,
      state text not null default 'due' check (state in ('due', 'delivered', 'dead')),
      attempts integer not null default 0,
      due_at timestamptz not null default now(),
      status integer,
      error text
    )`.execute(db);
  await sql`create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'due'`.execute(db);
  await sql`
    create table work_items (
      item text collate "C" primary key,
      queue text not null,
      state text not null check (state in ('offered', 'claimed', 'completed', 'dead')),
      payload json not null,
      attempt integer not null default 1,
      attempts_max integer not null,
      fence bigint not null default 0,
      worker text,
      lease_until timestamptz,
      due_at timestamptz not null default now(),
      offered_at timestamptz not null default now(),
      ended_at timestamptz,
      result json,
      error text,
      firing text
    )`.execute(db);
  await sql`create index work_items_offered on work_items (queue, due_at) where state = 'offered'`.execute(db);
  await sql`create index work_items_leased on work_items (lease_until) where state = 'claimed'`.execute(db);
  await sql`
    create table outbox (
      number bigint generated always as identity primary key,
      event json not null,
      dispatch json
    )`.execute(db);
}
