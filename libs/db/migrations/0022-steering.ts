import { type Kysely, sql } from 'kysely';

/**
 * Messages for running sessions, questions to people with what is done when they say yes, and what is known of
 * webhooks besides their delivery: why they were owed, and who had dead ones tried again.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table steer_messages (
      message text collate "C" primary key,
      session text collate "C" not null,
      project text not null,
      text text not null,
      by text not null,
      at text check (at in ('prompt', 'call')),
      state text not null check (state in ('waiting', 'delivered', 'expired', 'refused')),
      sent_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      surface text,
      call text,
      reason text,
      position bigint,
      ended_position bigint,
      firing text,
      cause jsonb
    )`.execute(db);
  await sql`create index steer_messages_waiting on steer_messages (session, sent_at) where state = 'waiting'`.execute(
    db,
  );
  await sql`create index steer_messages_expiring on steer_messages (expires_at) where state = 'waiting'`.execute(db);
  await sql`create index steer_messages_by_time on steer_messages (sent_at desc, message desc)`.execute(db);
  await sql`create index steer_messages_by_session on steer_messages (session, sent_at desc)`.execute(db);
  await sql`create index steer_messages_ended on steer_messages (ended_at) where ended_at is not null`.execute(db);
  await sql`create index steer_messages_by_firing on steer_messages (firing) where firing is not null`.execute(db);
  await sql`
    create table approvals (
      approval text collate "C" primary key,
      question text not null,
      by text not null,
      project text not null,
      session text,
      position bigint,
      lines jsonb not null,
      held json not null,
      firing text,
      cause jsonb,
      state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected', 'expired')),
      asked_at timestamptz not null default now(),
      expires_at timestamptz not null,
      decided_at timestamptz,
      decided_by text,
      via text check (via in ('console', 'api', 'link', 'nobody')),
      comment text,
      link_key text not null
    )`.execute(db);
  await sql`create index approvals_waiting on approvals (expires_at) where state = 'waiting'`.execute(db);
  await sql`create index approvals_by_time on approvals (asked_at desc, approval desc)`.execute(db);
  await sql`create index approvals_ended on approvals (decided_at) where decided_at is not null`.execute(db);
  await sql`create index approvals_by_firing on approvals (firing) where firing is not null`.execute(db);
  await sql`
    alter table webhook_deliveries
      add host text not null default '',
      add project text not null default '-',
      add session text,
      add cause jsonb,
      add approval text,
      add created_at timestamptz not null default now(),
      add ended_at timestamptz,
      add redriven integer not null default 0,
      add redriven_by text`.execute(db);
  await sql`create index webhook_deliveries_by_time on webhook_deliveries (created_at desc, delivery desc)`.execute(db);
  await sql`create index webhook_deliveries_by_firing on webhook_deliveries (firing)`.execute(db);
  await sql`create index webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null`.execute(
    db,
  );
}
