import { type Kysely, sql } from 'kysely';

/**
 * What recall looks in: memories and what was said, as documents; all of it can be made again. Documents of one scope,
 * kind and status stand on one shelf, so that what may be told where is settled before anything is ranked. A posting is
 * one word of one document.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`create table recall_shelves (
    number integer generated always as identity primary key,
    scope text collate "C" not null,
    kind text collate "C" not null,
    status text collate "C" not null,
    documents integer not null default 0,
    length double precision not null default 0,
    unique (scope, kind, status)
  )`);
  await run(`create table recall_documents (
    number integer generated always as identity primary key,
    id text collate "C" not null unique,
    shelf integer not null references recall_shelves (number),
    session text collate "C",
    ordinal integer,
    actor text collate "C",
    at timestamptz not null,
    holds_until timestamptz,
    half_life_days real,
    about text not null,
    weight real not null,
    title text not null,
    text text not null,
    names text,
    trust text not null,
    body text collate "C" not null,
    length real not null,
    lexemes text[] not null,
    digest text collate "C" not null,
    position bigint not null
  )`);
  await run('create index recall_documents_by_shelf on recall_documents (shelf)');
  await run('create index recall_documents_by_session on recall_documents (session) where session is not null');
  // What a text means is asked for once, by a hash of the text.
  await run('create index recall_documents_by_body on recall_documents (body)');
  await run(`create table recall_postings (
    lexeme text collate "C" not null,
    shelf integer not null,
    document integer not null,
    weight real not null,
    length real not null,
    primary key (lexeme, shelf, document) include (weight, length)
  )`);
  await run(`create table recall_keys (
    key text collate "C" not null,
    shelf integer not null,
    document integer not null references recall_documents (number) on delete cascade,
    whole boolean not null,
    primary key (key, shelf, document)
  )`);
  await run('create index recall_keys_by_document on recall_keys (document)');
  // Where this role may not create extensions, names are not compared by their parts; everything else works.
  await run(`do $$
    begin
      create extension if not exists pg_trgm;
      create index recall_documents_names on recall_documents using gin (names gin_trgm_ops) where names is not null;
    exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
      raise notice 'pg_trgm is not to be had: %', sqlerrm;
    end
  $$`);
}
