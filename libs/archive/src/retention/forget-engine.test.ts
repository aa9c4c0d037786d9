import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { forgetEngine } from './forget-engine.ts';

test('of an expired session nothing stays in facts, waiting matches and words of firings; others stay', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const match = (session: string) => ({ id: `of ${session}`, session, event: { data: { text: 'secret' } } });
  await db.kysely
    .insertInto('sessionFacts')
    .values(['gone', 'stays'].map((session) => ({ session, facts: '{}', position: 1 })))
    .execute();
  const state = { buffer: [match('gone'), match('stays')], open: [[match('gone')], [match('stays')]], running: [] };
  await db.kysely
    .insertInto('ruleStates')
    .values({ rule: 'r', version: 'v', key: 'k', state: JSON.stringify(state), dueMs: 7 })
    .execute();

  await db.transaction((trx) => forgetEngine(trx, 'gone'));

  expect(await db.kysely.selectFrom('sessionFacts').select('session').execute()).toEqual([{ session: 'stays' }]);
  expect(await db.kysely.selectFrom('ruleStates').select(['state', 'dueMs']).execute()).toEqual([
    { state: { buffer: [match('stays')], open: [[match('stays')]], running: [] }, dueMs: 7 },
  ]);
});
