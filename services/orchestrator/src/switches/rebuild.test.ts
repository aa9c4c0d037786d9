import { type Database, openDatabase, readCheckpoint } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { parseRule } from '@hookline/rules';
import { runServices } from '@hookline/service';
import { eventually, startTestNats, tempDir, testDatabase } from '@hookline/testing';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { orchestrator } from '../orchestrator.ts';
import { takeAway, upload } from '../sources/uploads.ts';
import { pauseRule, readSwitches, resumeAll, resumeRule, stopAll } from './commands.ts';

const ruleText = (name: string, queue: string) => `rule: ${name}
on: work.offered
then:
  - work: { queue: ${queue} }
tests:
  - given: [{ kind: work.offered, data: { queue: a } }]
    expect: { firings: 1 }
`;

/** A broker and a folder; an orchestrator is started against them with each database. */
async function openBus() {
  const stack = new AsyncDisposableStack();
  const nats = stack.use(await startTestNats());
  const home = stack.use(await tempDir());
  const log = stack.use(await JetStreamLog.open({ ...nats.connection }));
  const natsUrl = new URL(nats.url);
  natsUrl.username = nats.connection.user ?? '';
  natsUrl.password = nats.connection.pass ?? '';
  return {
    log,
    start: async (databaseUrl: string) =>
      await runServices([orchestrator], {
        env: {
          HOOKLINE_HOME: home.path,
          HOOKLINE_PORT: '0',
          HOOKLINE_NATS_URL: natsUrl.href,
          HOOKLINE_DATABASE_URL: databaseUrl,
        },
        logger: pino({ level: 'silent' }),
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function publishText(db: Database, log: JetStreamLog, text: string) {
  const rule = parseRule(text, 'test');
  await upload({ db, log }, { rule, text, checks: { tests: [], coverage: null }, by: 'ann' });
}

/** Resolves when all of the log was read, and nothing is left to be sent. */
async function quiet(db: Database, log: JetStreamLog) {
  await eventually(
    async () => {
      const waiting = await db.kysely.selectFrom('outbox').select('number').execute();
      const position = (await readCheckpoint(db, 'orchestrator'))?.position ?? 0;
      return waiting.length === 0 && position === (await log.head()).last && position > 0;
    },
    { what: 'the orchestrator to have read everything' },
  );
}

const standing = async (db: Database) =>
  await db.kysely
    .selectFrom('rules')
    .select(['name', 'origin', 'source', 'publishedBy'])
    .where('withdrawnAt', 'is', null)
    .orderBy('name')
    .execute();

test('an empty database has the rules that were published over HTTP and the switches again, from the log', async () => {
  await using bus = await openBus();
  await using first = await testDatabase();
  await using second = await testDatabase();
  const running = await bus.start(first.url);
  {
    await using db = await openDatabase(first.url);
    await publishText(db, bus.log, ruleText('kept', 'old'));
    await publishText(db, bus.log, ruleText('kept', 'new'));
    await publishText(db, bus.log, ruleText('gone', 'x'));
    await takeAway(db, 'gone', { by: 'ann', reason: 'no longer' });
    await db.transaction((trx) => pauseRule(trx, 'kept', { by: 'ann', reason: 'wild', automatic: false }));
    await db.transaction((trx) => resumeRule(trx, 'kept', { by: 'ann' }));
    await db.transaction((trx) => pauseRule(trx, 'kept', { by: 'bob', reason: 'wilder', automatic: true }));
    await db.transaction((trx) => stopAll(trx, { by: 'ann', reason: 'first' }));
    await db.transaction((trx) => resumeAll(trx, { by: 'ann' }));
    await db.transaction((trx) => stopAll(trx, { by: 'ann', reason: 'second' }));
    await quiet(db, bus.log);
    // What the log tells of older decisions has not undone later ones.
    expect(await readSwitches(db.kysely)).toMatchObject([
      { rule: '*', reason: 'second' },
      { rule: 'kept', by: 'bob', reason: 'wilder', automatic: true },
    ]);
    expect(await standing(db)).toMatchObject([{ name: 'kept', source: ruleText('kept', 'new') }]);
  }
  await running.stop();

  await using again = await bus.start(second.url);
  await using db = await openDatabase(second.url);
  await eventually(async () => (await standing(db)).length === 1, { what: 'the rule to be back' });
  await quiet(db, bus.log);
  expect(await standing(db)).toEqual([
    { name: 'kept', origin: 'api', source: ruleText('kept', 'new'), publishedBy: 'ann' },
  ]);
  expect(await readSwitches(db.kysely)).toMatchObject([
    { rule: '*', by: 'ann', reason: 'second', automatic: false },
    { rule: 'kept', by: 'bob', reason: 'wilder', automatic: true },
  ]);
  await again.stop();
});

test('a decision that is made twice is said once', async () => {
  await using bus = await openBus();
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const stop = () => db.transaction((trx) => stopAll(trx, { by: 'ann', reason: 'x' }));

  expect(await Promise.all([stop(), stop(), stop()])).toEqual(expect.arrayContaining([true, false, false]));
  expect(await db.kysely.selectFrom('outbox').select('number').execute()).toHaveLength(1);
  await publishText(db, bus.log, ruleText('one', 'x'));
  await publishText(db, bus.log, ruleText('one', 'x'));
  expect(await db.kysely.selectFrom('outbox').select('number').execute()).toHaveLength(2);
});
