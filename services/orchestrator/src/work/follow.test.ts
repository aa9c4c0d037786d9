import { MemoryLog } from '@hookline/log';
import { readEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { complete, heartbeat, RestoringError, redrive, split } from './commands.ts';
import { endRestoring, workFollower } from './follow.ts';
import { openWork } from './test-work.ts';

test('what the log says of work is brought back, and nothing happens to it until the log was read to its end', async () => {
  await using work = await openWork();
  await work.offered('done');
  const done = (await work.take())!;
  await complete(work.db, 'done', done.fence, { result: 7 });
  await work.offered('held');
  const held = (await work.take())!;
  await work.offered('open');
  await work.rebuilt();

  expect(await work.item('done')).toMatchObject({ state: 'completed', result: 7 });
  expect(await work.take()).toBeUndefined();
  await expect(heartbeat(work.db, 'held', held.fence)).rejects.toThrow(RestoringError);
  await expect(work.db.transaction((trx) => redrive(trx, 'done', { by: 'ada' }))).rejects.toThrow(RestoringError);
  await work.passes(120_000);
  expect(await work.item('held')).toMatchObject({ state: 'claimed', restoring: true });

  const log = new MemoryLog();
  const { identity: logIdentity } = await log.head();
  expect(await endRestoring(work.db, { log })).toBe(0);
  await work.db.kysely
    .insertInto('checkpoints')
    .values({ name: 'orchestrator', position: 9, lastId: 'x', logIdentity })
    .execute();
  expect(await endRestoring(work.db, { log })).toBe(3);
  await work.passes(1_000);
  expect(await work.item('held')).toMatchObject({ state: 'offered', attempt: 2 });
  expect(await work.take()).toMatchObject({ item: 'open' });
  expect(await work.kinds()).toEqual(['retried', 'claimed']);
});

test('what the commands said is only given its place in the log, however often it comes', async () => {
  await using work = await openWork();
  await work.offered('whole');
  const { fence } = (await work.take())!;
  await split(work.db, 'whole', fence, { parts: [{ payload: 1 }] });
  const rows = await work.db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
  const events = rows.map(({ event }, index) => ({ event: readEvent(event!)!, position: index + 1 }));
  const before = await work.db.kysely.selectFrom('workItems').selectAll().orderBy('item').execute();

  for (let time = 0; time < 2; time += 1) await work.db.transaction((trx) => workFollower.follow(trx, events));

  expect(await work.db.kysely.selectFrom('workItems').selectAll().orderBy('item').execute()).toEqual(before);
  const history = await work.db.kysely.selectFrom('workHistory').select('position').orderBy('number').execute();
  expect(history.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
});

test('work of another bus that an archive brought is history: it is offered to nobody', async () => {
  await using work = await openWork();
  await work.offered('theirs');
  const rows = await work.db.kysely.selectFrom('outbox').select('event').execute();
  const imported = { ...rows[0]!.event!, recordedtime: new Date(Date.now() + 86_400_000).toISOString() };
  await work.clear();
  await work.db.transaction((trx) => workFollower.follow(trx, [{ event: readEvent(imported)!, position: 1 }]));
  expect(await work.db.kysely.selectFrom('workItems').selectAll().execute()).toEqual([]);
});
