import { randomBytes } from 'node:crypto';
import { type Database, grantToReader, openDatabase, readerRole } from '@hookline/db';
import { eventually, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projections } from '../projections.ts';
import { event, recorded, session } from '../test-events.ts';
import { listTurns } from '../turns/queries.ts';
import { buildStep } from './build.ts';
import { prepareGenerations } from './generations.ts';
import { requestRebuild, rollback, switchTo } from './manage.ts';
import { firstCheckpoint, projectBatch } from './project-batch.ts';

/** A login of its own with the reader's rights: the reader itself belongs to the whole server of the test run. */
const person = `person_${randomBytes(6).toString('hex')}`;
let owned: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;

beforeAll(async () => {
  owned = await testDatabase();
  db = await openDatabase(owned.url);
  await sql
    .raw(`do $$ begin create role ${readerRole}; exception when duplicate_object or unique_violation then null; end $$`)
    .execute(db.kysely);
  await sql.raw(`create role ${person} login password 'p' in role ${readerRole}`).execute(db.kysely);
  await prepareGenerations(db, projections);
  await sql.raw(grantToReader).execute(db.kysely);
  const told = recorded([event('prompt.submitted', { text: 'go', by: 'person' })]);
  await projectBatch(db, projections, firstCheckpoint('test'), told);
  await requestRebuild(db, 'turns');
  while ((await buildStep(db, projections, 10)) !== undefined);
});
afterAll(async () => {
  await sql.raw(`drop owned by ${person}; drop role ${person}`).execute(db.kysely);
  await db[Symbol.asyncDispose]();
  await owned[Symbol.asyncDispose]();
});

/** Holds what a statement that goes on and on holds. */
async function reading(url: string, statement: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query(statement);
  return client;
}

test('a statement of people that goes on and on does not keep a read model from switching', async () => {
  const client = new pg.Client({ connectionString: owned.url });
  const url = owned.url.replace(`${client.user}:${client.password}@`, `${person}:p@`);
  const asking = await reading(url, 'select count(*) from analytics.turns');

  expect(await switchTo(db, 'turns')).toMatchObject({ state: 'live', generation: 2 });

  await expect(asking.query('select 1')).rejects.toThrow();
  expect(await listTurns(db, session)).toHaveLength(1);
  await asking.end().catch(() => {});
});

test('what others read is waited for, while everybody else goes on reading', async () => {
  const backup = await reading(owned.url, 'select count(*) from read.turns');
  const switching = rollback(db, 'turns');
  await eventually(
    async () => {
      const { rows } = await sql`select from pg_locks where not granted and mode = 'AccessExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())`.execute(db.kysely);
      return rows.length > 0;
    },
    { what: 'the switch waits for the backup' },
  );

  expect(await listTurns(db, session)).toHaveLength(1);
  await backup.query('commit');
  expect(await switching).toMatchObject({ state: 'live', generation: 1 });
  expect((await backup.query('select count(*)::int as turns from read.turns')).rows).toEqual([{ turns: 1 }]);
  await backup.end();
});
