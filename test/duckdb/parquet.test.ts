import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { eventColumns, parquetOf } from '@hookline/exports';
import { newEvent, type RecordedEvent } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { teamAtWork } from '../scenarios/sql/team-at-work.ts';
import { caughtUp, startBus, type TestBus } from '../scenarios/support/bus.ts';
import { type DuckDb, openDuckDb } from './find-duckdb.ts';

const python = process.env.HOOKLINE_PYTHON || 'python3';
const withPandas = spawnSync(python, ['-c', 'import pandas, pyarrow']).status === 0;

let bus: TestBus;
let folder: Awaited<ReturnType<typeof tempDir>>;
let duckdb: DuckDb;
beforeAll(async () => {
  duckdb = await openDuckDb();
  folder = await tempDir();
  bus = await startBus();
  await bus.client.publish(teamAtWork());
  await caughtUp(bus);
  const { exitCode, err } = await bus.hookline('export', '--format', 'parquet', '--tables', folder.path);
  expect(exitCode, err).toBe(0);
});
afterAll(async () => {
  await bus[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

interface View {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** How DuckDB calls what a column of a view becomes. */
const duckTypes: Readonly<Record<string, string>> = {
  text: 'VARCHAR',
  jsonb: 'VARCHAR',
  bigint: 'BIGINT',
  'double precision': 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  date: 'DATE',
};

test('DuckDB reads every view with its columns, types and rows', async () => {
  const views = (await bus.hookline('sql', '--tables', '--json')).json() as View[];
  for (const { name, columns } of views) {
    const file = `'${join(folder.path, `${name}.parquet`)}'`;
    const described = await duckdb.query(`describe select * from ${file}`);
    expect(described.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
      columns.map((column) => [column.name, duckTypes[column.type]]),
    );
    const [{ n }] = (await bus.hookline('sql', `select count(*) as n from ${name}`, '--json')).json();
    expect(await duckdb.query(`select count(*)::integer as n from ${file}`), name).toEqual([{ n }]);
  }
});

test('DuckDB answers as the bus does', async () => {
  const calls = `'${join(folder.path, 'calls.parquet')}'`;
  const sql = (from: string, cast: string) =>
    `select command_key, count(*)${cast} as n, sum(duration_ms) as ms, min(started_at) = max(started_at) as once,
      cast(min(extract(epoch from started_at) * 1000) as bigint)::text as first
    from ${from} where outcome = 'failed' group by command_key order by 1`;

  const own = (await bus.hookline('sql', sql('calls', ''), '--json')).json();

  expect(own.length).toBeGreaterThan(1);
  expect(await duckdb.query(sql(calls, '::integer'))).toEqual(own);
  const events = `'${join(folder.path, 'events.parquet')}'`;
  expect(
    await duckdb.query(`select data ->> '$.command' as c from ${events} where kind = 'session.started' limit 1`),
  ).toEqual([{ c: null }]);
});

test.runIf(withPandas)('pandas reads every view', async () => {
  const script = `
import json, pathlib, pandas
tables = {p.stem: pandas.read_parquet(p) for p in pathlib.Path(${JSON.stringify(folder.path)}).glob('*.parquet')}
sessions = tables['sessions']
print(json.dumps({
  'tables': len(tables),
  'cost': sessions.groupby('harness').cost_usd.sum().to_dict(),
  'utc': str(sessions.started_at.dtype),
}))`;

  const told = JSON.parse(execFileSync(python, ['-c', script]).toString());

  expect(told).toMatchObject({
    tables: 18,
    cost: { 'claude-code': 3, codex: 4 },
    utc: expect.stringMatching(/^datetime64\[.s, UTC\]$/),
  });
});

test('a million events take bounded memory, and DuckDB counts them', async () => {
  const total = 1_000_000;
  const one = newEvent({
    id: 'x',
    source: '/made',
    time: '2026-11-22T10:00:00Z',
    origin: 'api',
    session: 'codex:million',
    kind: 'message.sent',
    data: { role: 'assistant', text: 'word '.repeat(60) },
  });
  let peak = 0;
  function* events(): Generator<RecordedEvent> {
    for (let position = 1; position <= total; position += 1) {
      if (position % 50_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
      yield { position, event: { ...one, id: `id-${position}` } };
    }
  }
  const file = join(folder.path, 'million.parquet');
  const before = process.memoryUsage.rss();

  await pipeline(parquetOf(eventColumns, events()), createWriteStream(file));

  expect(peak - before, 'bytes above what it began with').toBeLessThan(600 * 2 ** 20);
  expect(
    await duckdb.query(
      `select count(*)::integer as n, count(distinct id)::integer as ids, max(position)::integer as last from '${file}'`,
    ),
  ).toEqual([{ n: total, ids: total, last: total }]);
});
