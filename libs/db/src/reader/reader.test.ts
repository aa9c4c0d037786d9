import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { ReaderUnsafeError, StatementTimeoutError, StatementTooLargeError } from './errors.ts';
import { openReader, type Reader } from './open-reader.ts';
import { prepareReader, readerRole } from './prepare-reader.ts';

let owned: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let reader: Reader;
let readerUrl: string;

beforeAll(async () => {
  owned = await testDatabase();
  db = await openDatabase(owned.url);
  readerUrl = asReader(owned.url, 'first');
  await prepareReader({ ownerUrl: owned.url, readerUrl });
  await sql`create table kept (secret text)`.execute(db.kysely);
  await sql`insert into kept values ('s')`.execute(db.kysely);
  await sql`create view analytics.numbers as select n::bigint from generate_series(1, 5000) as n`.execute(db.kysely);
  reader = openReader({ url: readerUrl });
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await owned[Symbol.asyncDispose]();
});

function asReader(url: string, password: string): string {
  const changed = new URL(url.replace('postgres://', 'http://').replace('@/', '@localhost/'));
  const socket = url.includes('@/');
  const { search, pathname, host } = changed;
  return `postgres://${readerRole}:${password}@${socket ? '' : host}${pathname}${search}`;
}

const limits = { timeoutMs: 20_000, batchBytesMax: 8 * 2 ** 20 };

async function rowsOf(statement: string, more: Partial<typeof limits & { signal: AbortSignal }> = {}) {
  await using answer = await reader.ask(statement, { ...limits, ...more });
  return (await Array.fromAsync(answer.rows)).flat();
}

/** The server's own word for why it refused. */
async function refusal(statement: string): Promise<string> {
  const error = await rowsOf(statement).then(
    () => undefined,
    (caught: Error & { code?: string }) => caught,
  );
  return error === undefined ? 'answered' : (error.code ?? error.name);
}

test('rows come with their columns, all of them', async () => {
  await using answer = await reader.ask(
    `select n, n / 2.0 as half, '2026-11-22T10:00:00Z'::timestamptz as at, '{"a":1}'::jsonb as data, 2^60 > n as less from numbers`,
    limits,
  );

  const rows = (await Array.fromAsync(answer.rows)).flat();

  expect(answer.columns).toEqual([
    { name: 'n', type: 'bigint' },
    { name: 'half', type: 'numeric' },
    { name: 'at', type: 'timestamptz' },
    { name: 'data', type: 'jsonb' },
    { name: 'less', type: 'boolean' },
  ]);
  expect(rows).toHaveLength(5_000);
  expect(rows[4_999]).toEqual([5_000, 2_500, '2026-11-22T10:00:00.000Z', { a: 1 }, true]);
});

test('an answer without rows still has its columns', async () => {
  await using answer = await reader.ask('select n from numbers where n < 0', limits);

  expect(answer.columns).toEqual([{ name: 'n', type: 'bigint' }]);
  expect(await Array.fromAsync(answer.rows)).toEqual([]);
});

test.each([
  ['another table', 'select * from public.kept', '42501'],
  ['the log', 'select * from public.events', '42501'],
  ['the read models', 'select * from read.sessions', '42501'],
  ['passwords', 'select * from pg_authid', '42501'],
  ['a file', `select pg_read_file('/etc/passwd')`, '42501'],
  ['a folder', `select pg_ls_dir('/')`, '42501'],
  ['a program', `copy (select 1) to program 'true'`, '42501'],
  [
    'the owner, inside',
    `select set_config('role', (select rolname from pg_roles where rolsuper limit 1), false)`,
    '42501',
  ],
  ['a table of its own', 'create table mine (a int)', '25006'],
  ['a temporary table', 'create temp table mine (a int)', '25006'],
  ['a table of an answer', 'select 1 as a into mine', '25006'],
  ['writing', `insert into public.kept values ('x')`, '25006'],
  ['writing inside', `with x as (insert into public.kept values ('x') returning 1) select * from x`, '25006'],
  ['being let write', `select set_config('transaction_read_only', 'off', false)`, '25001'],
  ['a leader’s lock', `select pg_advisory_lock(1)`, '42501'],
  ['a leader’s lock, tried', `select pg_try_advisory_lock_shared(1, 2)`, '42501'],
  ['a large object', `select lo_from_bytea(0, 'x')`, '42501'],
  ['the write-ahead log', `select pg_logical_emit_message(false, 'x', 'y')`, '42501'],
  ['another server', `select dblink('host=x', 'select 1')`, '42883'],
  ['an extension', 'create extension dblink', '25006'],
  ['two statements', 'select 1; select 2', '42601'],
  ['a view of its own', 'create view analytics.mine as select 1', '25006'],
  ['a change of its settings for ever', `alter role ${readerRole} set default_transaction_read_only = off`, '25006'],
])('%s is not to be had', async (_, statement, code) => {
  expect(await refusal(statement)).toBe(code);
});

test('it fills neither the disk nor the connections of the server, and cannot let itself', async () => {
  const { rows } = await sql<{ connections: number }>`
    select rolconnlimit as connections from pg_roles where rolname = ${readerRole}`.execute(db.kysely);
  expect(rows).toEqual([{ connections: 30 }]);
  expect(await rowsOf(`select current_setting('temp_file_limit')`)).toEqual([['4GB']]);
  expect(await refusal(`select set_config('temp_file_limit', '-1', false)`)).toBe('42501');
});

test('what a block of code may do is no more', async () => {
  expect(await refusal(`do $$ begin execute 'drop table public.kept'; end $$`)).toBe('25006');
  expect(await sql`select * from kept`.execute(db.kysely).then(({ rows }) => rows)).toEqual([{ secret: 's' }]);
});

test('a login of its own cannot write either where it lets itself', async () => {
  const client = new pg.Client({ connectionString: readerUrl });
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = off');
    const owner = new pg.Client({ connectionString: owned.url }).user!;
    await expect(client.query(`set role ${owner}`)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query(`set session authorization ${owner}`)).rejects.toMatchObject({ code: '42501' });
    for (const statement of [
      'create table public.mine (a int)',
      'create temp table mine (a int)',
      'create table analytics.mine (a int)',
      `insert into public.kept values ('x')`,
      'create schema mine',
    ]) {
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
  } finally {
    await client.end();
  }
});

test('a statement that takes too long is ended, also one that takes the limit away', async () => {
  await expect(rowsOf('select pg_sleep(60)', { timeoutMs: 100 })).rejects.toThrow(StatementTimeoutError);
  await expect(
    rowsOf(`select set_config('statement_timeout', '0', false), pg_sleep(g * 0.05) from generate_series(1, 100000) g`, {
      timeoutMs: 300,
    }),
  ).rejects.toThrow(StatementTimeoutError);
  await vanished('pg_sleep');
});

test('a row that is too large is not received', async () => {
  await expect(rowsOf(`select repeat('x', 100000000)`, { batchBytesMax: 2 ** 20 })).rejects.toThrow(
    StatementTooLargeError,
  );
});

test('a statement that nobody waits for any more is ended', async () => {
  const stop = new AbortController();
  const asked = rowsOf('select pg_sleep(60) as nobody', { signal: stop.signal });
  stop.abort(new Error('gone'));

  await expect(asked).rejects.toThrow('gone');
  await vanished('as nobody');
});

test('an answer that is not read to its end leaves nothing running', async () => {
  const answer = await reader.ask('select n as unread from numbers', limits);
  await answer[Symbol.asyncDispose]();
  await vanished('as unread');
});

test('the password changes with the URL, and the old one is no longer good', async () => {
  const next = asReader(owned.url, 'second');
  await prepareReader({ ownerUrl: owned.url, readerUrl: next });

  await expect(rowsOf('select 1')).rejects.toMatchObject({ code: '28P01' });
  await using answer = await openReader({ url: next }).ask('select 1 as one', limits);
  expect(answer.columns).toHaveLength(1);
  await prepareReader({ ownerUrl: owned.url, readerUrl });
});

test('SQL of people is never run as a login that may do more', async () => {
  await expect(openReader({ url: owned.url }).ask('select 1', limits)).rejects.toThrow(ReaderUnsafeError);
});

/** Waits until the server runs no statement with these words. */
async function vanished(words: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where usename = ${readerRole} and datname = current_database()
        and query like ${`%${words}%`} and state = 'active'`.execute(db.kysely);
    if (rows.length === 0) return;
  }
}
