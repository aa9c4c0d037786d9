import { type Database, openDatabase } from '@hookline/db';
import { decisionOf, deriveAll, derivers, factOf, type Memory, type Story } from '@hookline/memory';
import type { RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestOfMemories } from './digest.ts';
import { foldStale } from './fold-stale.ts';
import { forgetMemories } from './forget.ts';
import { type OnObserved, observeNext } from './observe-next.ts';
import { memoryProgress } from './progress.ts';
import { beginRebuild, isRebuilding } from './rebuild.ts';
import { numbersOf, someHistory } from './some-history.ts';
import { takeBatch } from './take-batch.ts';

const stack = new AsyncDisposableStack();
let db: Database;
beforeAll(async () => {
  const database = stack.use(await testDatabase());
  db = stack.use(await openDatabase(database.url));
});
afterAll(() => stack.disposeAsync());
beforeEach(async () => {
  await db.kysely.deleteFrom('expiredEvents').execute();
  await db.kysely.deleteFrom('memories').execute();
  await beginRebuild(db);
  await isRebuilding(db, 0);
});

const nothing = async () => {};
const take = (events: readonly RecordedEvent[]) => db.transaction((trx) => takeBatch(trx, events));

/** Observes and folds until nothing is left to do. */
async function settle(): Promise<void> {
  while ((await observeNext(db, derivers, nothing, { all: true })) !== undefined);
  while ((await foldStale(db, derivers, nothing)) > 0);
}

async function kept(): Promise<Memory[]> {
  const rows = await db.kysely.selectFrom('memories').select('memory').orderBy('id').execute();
  return rows.map(({ memory }) => memory as Memory);
}

/** As retention leaves it. */
async function expire(events: readonly RecordedEvent[]): Promise<void> {
  const { rows } = await sql<{ run: number }>`
    insert into retention_runs (asked_by, policy) values ('a test', '{}') returning run`.execute(db.kysely);
  for (const { position, event } of events)
    await sql`
      insert into expired_events (position, kind, project, session, bytes, rule, run)
      values (${position}, ${event.type}, ${event.project}, ${event.session}, 1, 'test', ${rows[0]!.run})`.execute(
      db.kysely,
    );
}

const factsOf = (history: readonly RecordedEvent[]) => history.flatMap((one) => factOf(one) ?? []);
const decisionsOf = (history: readonly RecordedEvent[]) => history.flatMap((one) => decisionOf(one) ?? []);

describe('memories are the same', () => {
  test.each([1, 2, 3])('from zero, bit by bit, in random batches and after a rebuild (history %i)', async (seed) => {
    const history = someHistory(seed, 30);
    const expected = deriveAll(factsOf(history), decisionsOf(history), derivers);
    expect(expected.length).toBeGreaterThan(5);

    await take(history);
    await settle();
    expect(await kept()).toEqual(expected);
    const { digest } = await digestOfMemories(db);

    await db.kysely.deleteFrom('memories').execute();
    await beginRebuild(db);
    const next = numbersOf(seed + 1_000);
    for (let at = 0; at < history.length; ) {
      const size = 1 + Math.floor(next() * 60);
      await take(history.slice(Math.max(0, at - 5), at + size));
      at += size;
      if (next() < 0.3) await observeNext(db, derivers, nothing, { all: true });
      if (next() < 0.3) await foldStale(db, derivers, nothing);
    }
    await settle();
    expect(await kept()).toEqual(expected);
    expect(await digestOfMemories(db)).toEqual({ memories: expected.length, digest });

    await beginRebuild(db);
    await take(history.toReversed());
    await isRebuilding(db, Number.MAX_SAFE_INTEGER);
    await settle();
    expect((await digestOfMemories(db)).digest).toBe(digest);
  });
});

test('a memory that lost its sources is gone, and the others are as if they had never been', async () => {
  const history = someHistory(4, 12);
  await take(history);
  await settle();
  const session = 'claude-code:s3';
  const its = history.filter(({ event }) => event.session === session);
  await expire(its);

  await db.transaction((trx) => forgetMemories(trx, session));
  await settle();

  const left = history.filter((one) => !its.includes(one));
  expect(await kept()).toEqual(deriveAll(factsOf(left), decisionsOf(left), derivers));
  expect(await memoryProgress(db)).toMatchObject({ sessions: 0, memories: 0 });
});

test('a session that a deriver fails at is observed by the others, and is told of; one that cannot be kept is put off', async () => {
  const history = someHistory(5, 6);
  await take(history);
  const failing = derivers.map((deriver) =>
    deriver.kind === 'command'
      ? {
          ...deriver,
          observe: (story: Story) => (story.session === 'claude-code:s2' ? fail('no') : deriver.observe(story)),
        }
      : deriver,
  );
  const refused: OnObserved = async (_, session) => (session === 'claude-code:s4' ? fail('not kept') : undefined);
  const told: string[] = [];

  while (
    (await observeNext(db, failing, refused, { onFault: (session) => told.push(session) })) !== undefined ||
    (await memoryProgress(db)).sessions > 1
  );

  expect(told).toEqual(['claude-code:s4']);
  expect((await memoryProgress(db)).faults).toEqual([
    { session: 'claude-code:s2', fault: 'command: no' },
    { session: 'claude-code:s4', fault: 'not kept' },
  ]);

  await settle();
  expect((await memoryProgress(db)).faults).toEqual([{ session: 'claude-code:s2', fault: 'command: no' }]);
});

function fail(message: string): never {
  throw new Error(message);
}
