import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newEvent } from '@hookline/schemas';
import { defaultCache, startPostgres } from '@hookline/servers';
import { tempDir } from '@hookline/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questions } from './sql/guide.ts';
import { teamAtWork } from './sql/team-at-work.ts';
import { caughtUp, recordingsFolder, startBus, type TestBus } from './support/bus.ts';

let bus: TestBus;
let recorded: TestBus;
beforeAll(async () => {
  bus = await startBus();
  const results = await bus.client.publish(teamAtWork());
  expect(results.filter(({ status }) => status !== 'stored')).toEqual([]);
  await caughtUp(bus);
  recorded = await startBus();
  await recorded.hookline('import', join(recordingsFolder, 'transcripts', '01-tour.main.jsonl'));
  await caughtUp(recorded);
});
afterAll(async () => {
  await bus[Symbol.asyncDispose]();
  await recorded[Symbol.asyncDispose]();
});

const ask = async (sql: string, ...options: string[]) => {
  const { exitCode, out, err } = await bus.hookline('sql', sql, ...options, '--json');
  expect(exitCode, err).toBe(0);
  return JSON.parse(out) as Record<string, unknown>[];
};

test('the guide has ten questions', () => {
  expect(questions()).toHaveLength(10);
});

test.each(questions().map((question) => [question.title, question] as const))(
  '%s',
  async (_, { sql, columns, lines }) => {
    const { exitCode, out, err } = await bus.hookline('sql', sql);
    expect(exitCode, err).toBe(0);
    const [head, ...rows] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));

    expect(head).toEqual(columns);
    const timeless = (cells: string[]) => cells.map((cell) => cell.replace(/^\d{4}-\d\d-\d\dT.*Z$/, 'a time'));
    expect(rows.map(timeless)).toEqual(lines.map(timeless));
    expect((await recorded.hookline('sql', sql)).exitCode).toBe(0);
  },
);

test('an answer comes as objects, as CSV, and as aligned columns', async () => {
  const sql = `select session, calls, cost_usd, '{"a":[1]}'::jsonb as data, 'a "b",\nc' as said, null as nothing from sessions where session = 'claude-code:cart'`;

  expect(await ask(sql)).toEqual([
    { session: 'claude-code:cart', calls: 5, cost_usd: 1, data: { a: [1] }, said: 'a "b",\nc', nothing: null },
  ]);
  expect((await bus.hookline('sql', sql, '--csv')).out).toBe(
    'session,calls,cost_usd,data,said,nothing\nclaude-code:cart,5,1,"{""a"":[1]}","a ""b"",\nc",\n',
  );
  expect((await bus.hookline('sql', sql)).out.split('\n')[1]).toBe(
    'claude-code:cart      5         1  {"a":[1]}  a "b", c',
  );
});

test('a long answer is cut, and says so', async () => {
  const { out, err } = await bus.hookline('sql', 'select n from generate_series(1, 5000) n', '--limit', '10', '--csv');

  expect(out.trim().split('\n')).toHaveLength(11);
  expect(err).toContain('the first 10');
});

test('a session is in the state that the API says', async () => {
  const { sessions } = (await bus.client.request('GET', '/v1/sessions')) as { sessions: Record<string, unknown>[] };
  const own = await ask(
    'select session, state, turns, calls, calls_failed, files_read, files_written, agents from sessions',
  );

  const told = new Map(sessions.map((row) => [row.session, row]));
  expect(own).toHaveLength(4);
  for (const row of own) {
    const { state, turns, calls, failures, filesRead, filesWritten, agents } = told.get(row.session)!;
    expect(row).toEqual({
      session: row.session,
      ...{ state, turns, calls, calls_failed: failures, files_read: filesRead, files_written: filesWritten, agents },
    });
  }
});

test('what runs, waits, rests or ended is told as the API tells it, and texts that cannot be decoded stop no query', async () => {
  const [before, now] = [Date.now() - 5_000, Date.now()].map((ms) => new Date(ms).toISOString()) as [string, string];
  const about = { source: '/made', time: now, origin: 'api' as const, harness: 'codex' };
  const begun = (name: string, text: string) => {
    const session = `codex:${name}`;
    return [
      newEvent({
        ...about,
        time: before,
        session,
        id: `${name}-1`,
        kind: 'session.started',
        data: { nativeSession: name },
      }),
      newEvent({
        ...about,
        time: before,
        session,
        id: `${name}-2`,
        kind: 'prompt.submitted',
        data: { text, by: 'person' },
      }),
    ];
  };
  await recorded.client.publish([
    ...begun('runs', 'nul \0, half \ud800 and \\u0000'),
    ...begun('waits', 'may I?'),
    newEvent({
      ...about,
      session: 'codex:waits',
      id: 'w',
      kind: 'permission.asked',
      data: { tool: 'Bash', call: 'c' },
    }),
    ...begun('rests', 'x'),
    newEvent({ ...about, session: 'codex:rests', turn: 'rests-2', id: 'r', kind: 'turn.ended', data: {} }),
    ...begun('ended', 'x'),
    newEvent({ ...about, session: 'codex:ended', id: 'e', kind: 'session.ended', data: { reason: 'exit' } }),
  ]);
  await caughtUp(recorded);
  const told = (await recorded.client.request('GET', '/v1/sessions')) as {
    sessions: { session: string; state: string }[];
  };
  const json = async (sql: string) => (await recorded.hookline('sql', sql, '--json')).json();

  const states = await json(`select session, state from sessions where harness = 'codex' order by session`);

  expect(states.map(({ state }: { state: string }) => state)).toEqual(['ended', 'idle', 'running', 'waiting']);
  const same = told.sessions
    .filter(({ session }) => session.startsWith('codex:'))
    .map(({ session, state }) => ({ session, state }));
  expect(states).toEqual(same.sort((a, b) => (a.session < b.session ? -1 : 1)));
  const text = 'nul \ufffd, half \ufffd and \\u0000';
  expect(await json(`select text, text_bytes from messages where session = 'codex:runs'`)).toEqual([
    { text, text_bytes: Buffer.byteLength(text) },
  ]);
  expect(await json(`select data ->> 'text' as text from events where id = 'runs-2'`)).toEqual([{ text }]);
});

test('the views are listed with their columns', async () => {
  const all = (await bus.hookline('sql', '--tables')).out;
  const one = (await bus.hookline('sql', '--tables', 'calls')).out;
  const unknown = await bus.hookline('sql', '--tables', 'colls');

  expect(all).toContain('model_calls');
  expect(one).toMatch(/error_signature +text +The error without/);
  expect([unknown.exitCode, unknown.err]).toEqual([3, expect.stringContaining('there are sessions, turns, calls')]);
});

test.each([
  [
    'a column that is not there',
    'select sesion\nfrom calls',
    'line 1, column 8: column "sesion" does not exist',
    'did you mean session?',
  ],
  [
    'a view that is not there',
    'select *\nfrom call',
    'line 2, column 6: relation "call" does not exist',
    'did you mean calls?',
  ],
  ['a mistake', 'select from where', 'line 1, column 13: syntax error', ''],
  ['a division by nothing', 'select 1 / 0', 'division by zero', ''],
  ['two statements', 'select 1; select 2', 'multiple commands', 'one statement at a time'],
  ['something else', 'vacuum', 'begins with SELECT', ''],
  ['no time', 'select pg_sleep(20)', 'ended after 1 s', 'at most 300'],
])('%s is told in good words', async (_, sql, message, hint) => {
  const { exitCode, err } = await bus.hookline('sql', sql, '--timeout', '1');

  expect(exitCode).not.toBe(0);
  expect(err).toContain(message);
  expect(err).toContain(hint);
});

const attempts = [
  'drop table events',
  'delete from events',
  'with gone as (delete from public.events returning 1) select * from gone',
  'explain analyze delete from public.events',
  `select * from public.events`,
  'table public.tokens',
  'select * from read.sessions',
  'select * from models.sessions_v2',
  'select * from pg_authid',
  'select rolpassword from pg_authid',
  'select * into mine from sessions',
  'create temp table mine (a int)',
  'set role hookline',
  `select set_config('role', 'hookline', false)`,
  `select set_config('session_authorization', 'hookline', false)`,
  `select set_config('transaction_read_only', 'off', false)`,
  `copy sessions to program 'true'`,
  `select pg_read_file('/etc/passwd')`,
  `select pg_ls_dir('.')`,
  `select lo_import('/etc/passwd')`,
  `select dblink('dbname=hookline', 'select 1')`,
  `do $$ begin execute 'drop table public.events'; end $$`,
  'begin; drop table events; commit',
  `select pg_advisory_lock(hashtextextended('hookline:projector', 0))`,
  `select pg_logical_emit_message(true, 'a', 'b')`,
  `select pg_reload_conf()`,
  `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user and usename is not null`,
  `select query_to_xml('delete from public.events', true, true, '')`,
  `select nextval('public.outbox_number_seq')`,
  `select * from sessions for update`,
];

test('nobody gets further than the views, and nothing is changed', async () => {
  const before = await bus.hookline('projections', 'list', '--json');
  for (const sql of attempts) {
    const { exitCode, out } = await bus.hookline('sql', sql);
    expect([exitCode === 0, out], sql).toEqual([false, '']);
  }
  expect((await bus.hookline('projections', 'list', '--json')).out).toBe(before.out);
  expect((await bus.hookline('verify', '--json')).json()).toMatchObject({ ok: true });
});

test('a login of its own gets no further either', async () => {
  const file = join(bus.home, 'run', 'analytics-url');
  const url = readFileSync(file, 'utf8').trim();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = off');
    await client.query('set search_path = public, read, analytics');
    // To begin a transaction that could write is allowed, and of no use.
    const further = attempts.filter((sql) => !sql.includes('transaction_read_only'));
    for (const sql of further) {
      await expect(client.query(sql), sql).rejects.toThrow();
      await client.query('rollback');
    }
    const { rows } = await client.query('select count(*)::int as sessions from analytics.sessions');
    expect(rows).toEqual([{ sessions: 4 }]);
  } finally {
    await client.end();
  }
  const elsewhere = new pg.Client({ connectionString: url.replace('/hookline?', '/postgres?') });
  await expect(elsewhere.connect()).rejects.toMatchObject({ code: '42501' });
});

test('an answer that is too large is cut at its bytes, and a row that is too large is refused', async () => {
  const many = (await bus.client.request('POST', '/v1/sql', {
    body: { sql: `select repeat('x', 1000000) from generate_series(1, 40)`, limit: 40 },
  })) as { rows: unknown[]; truncated: string };
  expect([many.rows.length, many.truncated]).toEqual([16, 'bytes']);

  await expect(
    bus.client.request('POST', '/v1/sql', { body: { sql: `select repeat('x', 200000000)` } }),
  ).rejects.toMatchObject({ status: 413 });
});

test('a token of one project is not let in', async () => {
  const { token } = (
    await bus.hookline('tokens', 'create', 'one', '--scope', 'read', '--project', 'github.com/acme/shop', '--json')
  ).json();

  const answer = await fetch(`${bus.url}/v1/sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sql: 'select 1' }),
  });

  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('github.com/acme/shop') } });
});

test('a request that is given up ends its statement', async () => {
  const stop = new AbortController();
  const asked = bus.client.request('POST', '/v1/sql', {
    body: { sql: 'select pg_sleep(100) as given_up', timeoutSeconds: 120 },
    signal: stop.signal,
  });
  asked.catch(() => {});
  const running = `select count(*) as n from pg_stat_activity where query like '%given_up%' and pid <> pg_backend_pid() and state = 'active'`;
  while ((await ask(running))[0]!.n !== 1);
  stop.abort();
  while ((await ask(running))[0]!.n !== 0);
});

test('every view goes into a Parquet file', async () => {
  await using dir = await tempDir();
  const { exitCode, err } = await bus.hookline('export', '--format', 'parquet', '--tables', dir.path);

  expect(exitCode, err).toBe(0);
  for (const { name } of (await bus.hookline('sql', '--tables', '--json')).json()) {
    expect(
      readFileSync(join(dir.path, `${name}.parquet`))
        .subarray(-4)
        .toString(),
      name,
    ).toBe('PAR1');
  }
  const one = join(dir.path, 'one.parquet');
  expect((await bus.hookline('sql', 'select * from calls', '--parquet', one)).err).toMatch(/one\.parquet: \d+ rows/);
});

test('a new password is one deletion away', async () => {
  await using first = await tempDir();
  const before = await startBus({ home: first.path });
  const url = readFileSync(join(first.path, 'run', 'analytics-url'), 'utf8');
  await before[Symbol.asyncDispose]();
  await rm(join(first.path, 'postgres', 'reader-password'));

  await using after = await startBus({ home: first.path });

  expect(readFileSync(join(first.path, 'run', 'analytics-url'), 'utf8')).not.toBe(url);
  expect((await after.hookline('sql', 'select 1 as one', '--json')).json()).toEqual([{ one: 1 }]);
  await expect(new pg.Client({ connectionString: url.trim() }).connect()).rejects.toMatchObject({ code: '28P01' });
});

test('at a PostgreSQL of somebody’s own the login is made where that is allowed, and asked for where it is missing', async () => {
  await using dir = await tempDir();
  await using server = await startPostgres({ dir: dir.path, cacheDir: defaultCache(process.env), profile: 'test' });
  const theirs = { HOOKLINE_DATABASE_URL: server.url };
  {
    await using without = await startBus({ env: theirs });
    const { err } = await without.hookline('sql', 'select 1');
    expect(err).toContain('no login for people’s SQL');
    expect(err).toContain('HOOKLINE_ANALYTICS_URL');
  }
  {
    await using tooMuch = await startBus({ env: { ...theirs, HOOKLINE_ANALYTICS_URL: server.url } });
    expect((await tooMuch.hookline('sql', 'select 1')).err).toContain('may administer the server');
  }
  const url = server.url.replace(/\/\/[^@]*@/, '//hookline_reader:chosen@');
  await using made = await startBus({ env: { ...theirs, HOOKLINE_ANALYTICS_URL: url } });
  const { out, err } = await made.hookline('sql', 'select count(*) as n from sessions', '--json');
  expect(out, err).toBe('[{"n":0}]\n');
  expect((await made.hookline('sql', 'select * from public.events')).exitCode).not.toBe(0);
});
