import { type Kysely, sql } from 'kysely';

/** Links under which one session can be looked at without signing in, until they expire. Only hashes of the secrets. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table shares (
      id text collate "C" primary key,
      secret_hash text not null unique,
      session text collate "C" not null,
      at bigint not null,
      content text not null,
      made_by text not null,
      made_at timestamptz not null default now(),
      expires_at timestamptz not null,
      opened bigint not null default 0
    )`.execute(db);
  await sql`create index shares_session on shares (session)`.execute(db);
}
