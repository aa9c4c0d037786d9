import { type Kysely, sql } from 'kysely';

/** Policies for tool calls in force and before, what is wrong with their files, and how often they decided. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table policies (
      name text not null,
      version text not null,
      source text not null,
      path text not null,
      mode text not null,
      on_failure text not null,
      projects jsonb,
      published_at timestamptz not null default now(),
      withdrawn_at timestamptz,
      primary key (name, version)
    )`.execute(db);
  await sql`create unique index policies_in_force on policies (name) where withdrawn_at is null`.execute(db);
  await sql`
    create table policy_faults (
      number bigint generated always as identity primary key,
      path text not null,
      message text not null
    )`.execute(db);
  await sql`
    create table policy_decisions (
      policy text not null,
      project text not null,
      mode text not null,
      decision text not null,
      count bigint not null,
      last_at timestamptz not null,
      last_position bigint not null,
      primary key (policy, project, mode, decision)
    )`.execute(db);
}
