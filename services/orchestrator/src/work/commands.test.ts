import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { backOffMs, complete, fail, offer, StaleFenceError, sweep, take } from './commands.ts';

async function openWork() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db = stack.use(await openDatabase(database.url));
  return {
    db,
    offered: (item: string, attemptsMax = 2) =>
      db.transaction((trx) => offer(trx, { item, queue: 'q', payload: { item }, attemptsMax, by: 'test' })),
    /** Lets every back-off and every lease be over. */
    async timePasses() {
      await sql`update work_items set due_at = now() - interval '1 second', lease_until = lease_until - interval '1 day'`.execute(
        db.kysely,
      );
    },
    async kinds() {
      const rows = await db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
      return rows.map((row) => row.event.type.replace(/^hookline\.work\.|\.v1$/g, ''));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('an attempt that fails is offered again, and the last one is dead', async () => {
  await using work = await openWork();
  await work.offered('a');

  const first = (await take(work.db, 'q', 'w', 60_000))!;
  expect(await fail(work.db, 'a', first.fence, 'tests are red')).toMatchObject({
    state: 'offered',
    attempt: 2,
    error: 'tests are red',
  });
  expect(await take(work.db, 'q', 'w', 60_000)).toBeUndefined();
  await work.timePasses();
  const second = (await take(work.db, 'q', 'w', 60_000))!;
  expect(await fail(work.db, 'a', second.fence, 'still red')).toMatchObject({ state: 'dead', error: 'still red' });

  expect(await work.kinds()).toEqual(['offered', 'claimed', 'failed', 'retried', 'claimed', 'failed', 'dead']);
});

test('an item whose holder is gone is offered again, and what the old holder then says is refused', async () => {
  await using work = await openWork();
  await work.offered('a');
  const old = (await take(work.db, 'q', 'slow', 1_000))!;
  expect(await sweep(work.db)).toBe(0);

  await work.timePasses();
  expect(await sweep(work.db)).toBe(1);
  await work.timePasses();
  const now = (await take(work.db, 'q', 'quick', 60_000))!;

  await expect(complete(work.db, 'a', old.fence, 'mine')).rejects.toThrow(StaleFenceError);
  expect(await complete(work.db, 'a', now.fence, 'done')).toMatchObject({
    state: 'completed',
    worker: 'quick',
    result: 'done',
  });
});

test('the same item offered twice is one item', async () => {
  await using work = await openWork();

  await work.offered('a');
  await work.offered('a');

  expect(await work.kinds()).toEqual(['offered']);
});

test('back-off grows and is bounded', () => {
  expect([1, 2, 3, 20].map(backOffMs)).toEqual([5_000, 10_000, 20_000, 600_000]);
});
