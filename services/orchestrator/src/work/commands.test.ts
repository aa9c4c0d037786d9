import { expect, test } from 'vitest';
import { cancel, complete, confirmCancelled, fail, heartbeat, progress, StaleFenceError, start } from './commands.ts';
import { openWork } from './test-work.ts';

test('an attempt that fails is offered again, and the last one is dead', async () => {
  await using work = await openWork();
  await work.offered('a');

  const first = (await work.take())!;
  expect(await fail(work.db, 'a', first.fence, { error: 'tests are red', costUsd: 0.5 })).toMatchObject({
    state: 'offered',
    attempt: 2,
    error: 'tests are red',
  });
  expect(await work.take()).toBeUndefined();
  await work.due();
  const second = (await work.take())!;
  expect(await fail(work.db, 'a', second.fence, { error: 'still red', costUsd: 0.25 })).toMatchObject({
    state: 'dead',
    error: 'still red',
    costUsd: 0.75,
  });

  expect(await work.kinds()).toEqual(['offered', 'claimed', 'failed', 'retried', 'claimed', 'failed', 'dead']);
});

test('no other attempt is made where its holder says that none would help', async () => {
  await using work = await openWork();
  await work.offered('a');
  const { fence } = (await work.take())!;
  expect(await fail(work.db, 'a', fence, { error: 'no such folder', final: true })).toMatchObject({ state: 'dead' });
});

test('an item whose holder is gone is offered again, and what the old holder then says is refused and noted once', async () => {
  await using work = await openWork();
  await work.offered('a');
  const old = (await work.take('slow'))!;
  await work.passes(50_000);
  expect(await work.item('a')).toMatchObject({ state: 'claimed', worker: 'slow' });

  await work.passes(20_000);
  await work.due();
  const now = (await work.take('quick'))!;
  const before = await work.item('a');

  const stale = { from: 'the slow one' };
  await expect(complete(work.db, 'a', old.fence, { result: 'mine', ...stale })).rejects.toThrow(StaleFenceError);
  await expect(complete(work.db, 'a', old.fence, { result: 'mine', ...stale })).rejects.toThrow(StaleFenceError);
  await expect(fail(work.db, 'a', old.fence, { error: 'x' })).rejects.toThrow(StaleFenceError);
  await expect(heartbeat(work.db, 'a', old.fence)).rejects.toThrow(StaleFenceError);
  await expect(progress(work.db, 'a', 99, { note: 'x' })).rejects.toThrow(StaleFenceError);
  await expect(progress(work.db, 'a', 100, { note: 'x' })).rejects.toThrow(StaleFenceError);
  expect(await work.item('a')).toEqual(before);
  expect((await work.said()).filter(({ kind }) => kind === 'refused')).toMatchObject([
    { report: 'done', fence: 1, current: 2, state: 'claimed', by: 'the slow one' },
    { report: 'failed', fence: 1 },
    { report: 'heartbeat', fence: 1 },
    { report: 'progress', fence: 99 },
  ]);
  expect(await complete(work.db, 'a', now.fence, { result: 'done' })).toMatchObject({
    state: 'completed',
    worker: 'quick',
    result: 'done',
  });
});

test('the same item offered twice is one item, and a report that is repeated is one report', async () => {
  await using work = await openWork();
  await work.offered('a');
  await work.offered('a');
  const { fence } = (await work.take())!;
  await start(work.db, 'a', fence, { session: 'claude-code:1', harness: 'claude-code' });
  await start(work.db, 'a', fence, { session: 'claude-code:1', harness: 'claude-code' });
  await fail(work.db, 'a', fence, { error: 'red' });
  expect(await fail(work.db, 'a', fence, { error: 'red' })).toMatchObject({ state: 'offered', attempt: 2 });
  await work.due();
  const again = (await work.take())!;
  await complete(work.db, 'a', again.fence, { result: 1 });
  expect(await complete(work.db, 'a', again.fence, { result: 1 })).toMatchObject({ state: 'completed' });

  expect(await work.kinds()).toEqual(['offered', 'claimed', 'started', 'failed', 'retried', 'claimed', 'completed']);
});

test('what matters more is taken first, then what is due longest, of all queues that were asked for', async () => {
  await using work = await openWork();
  const nowMs = Date.now();
  await work.offered('late', { dueAt: new Date(nowMs - 1_000).toISOString() });
  await work.offered('early', { dueAt: new Date(nowMs - 2_000).toISOString() });
  await work.offered('urgent', { priority: 5, queue: 'other' });
  await work.offered('future', { priority: 9, dueAt: new Date(nowMs + 600_000).toISOString() });
  await work.offered('elsewhere', { priority: 9, queue: 'third' });

  const taken = [];
  for (let one = await work.take('w', { queues: ['q', 'other'] }); one; one = await work.take('w'))
    taken.push(one.item);
  expect(taken).toEqual(['urgent', 'early', 'late']);
});

test('a worker of one project takes only its items, and one with a harness none that is for another', async () => {
  await using work = await openWork();
  await work.offered('theirs', { project: 'p2' });
  await work.offered('nobodys');
  await work.offered('ours', { project: 'p1', harness: 'codex' });

  expect(await work.take('w', { project: 'p1', harness: 'goose' })).toBeUndefined();
  expect(await work.take('w', { project: 'p1', harness: 'codex' })).toMatchObject({ item: 'ours' });
  expect(await work.take('w', { project: 'p1' })).toBeUndefined();
});

test('an attempt that takes too long fails, however alive its holder says it is', async () => {
  await using work = await openWork();
  await work.offered('a', { timeoutMs: 90_000 });
  const { fence } = (await work.take())!;
  for (let round = 0; round < 2; round += 1) {
    await work.passes(40_000);
    await heartbeat(work.db, 'a', fence);
  }
  await work.passes(40_000);

  expect(await work.item('a')).toMatchObject({ state: 'offered', attempt: 2, error: 'ran longer than 90 s' });
  await expect(heartbeat(work.db, 'a', fence)).rejects.toThrow(StaleFenceError);
  expect(await work.kinds()).toEqual(['offered', 'claimed', 'failed', 'retried', 'refused']);
});

test('an item that nobody takes in time expires, and is not taken any more', async () => {
  await using work = await openWork();
  await work.offered('a', { expiresAt: new Date(Date.now() + 60_000).toISOString() });
  await work.offered('b', { expiresAt: new Date(Date.now() - 1_000).toISOString() });
  expect(await work.take()).toMatchObject({ item: 'a' });
  expect(await work.take()).toBeUndefined();
  await work.passes(1_000);
  expect(await work.item('a')).toMatchObject({ state: 'claimed' });
  expect(await work.item('b')).toMatchObject({ state: 'expired' });
  expect(await work.kinds('b')).toEqual(['offered', 'expired']);
});

test('progress extends the claim, shows on the item and is noted', async () => {
  await using work = await openWork();
  await work.offered('a');
  const { fence, leaseUntil } = (await work.take())!;
  const row = await progress(work.db, 'a', fence, { note: 'half', share: 0.5, leaseMs: 120_000 });
  expect(row.progress).toMatchObject({ note: 'half', share: 0.5 });
  expect(Date.parse(row.leaseUntil!) - Date.parse(leaseUntil!)).toBeGreaterThan(50_000);
  expect(await work.said()).toMatchObject([{}, {}, { kind: 'progressed', note: 'half', share: 0.5, fence }]);
});

const off = { by: 'ada', reason: 'not needed' };

test('what nobody holds is cancelled at once; a holder is asked, and confirms', async () => {
  await using work = await openWork();
  await work.offered('free');
  const cancelled = await work.db.transaction((trx) => cancel(trx, 'free', off));
  expect(cancelled).toMatchObject({ state: 'cancelled', error: 'cancelled: not needed' });

  await work.offered('held');
  const { fence } = (await work.take())!;
  await work.db.transaction((trx) => cancel(trx, 'held', off));
  await work.db.transaction((trx) => cancel(trx, 'held', off));
  expect(await heartbeat(work.db, 'held', fence)).toMatchObject({ state: 'claimed', cancelling: off });
  expect(await confirmCancelled(work.db, 'held', fence)).toMatchObject({ state: 'cancelled' });
  expect(await confirmCancelled(work.db, 'held', fence)).toMatchObject({ state: 'cancelled' });
  expect(await work.said('held')).toMatchObject([
    { kind: 'offered' },
    { kind: 'claimed' },
    { kind: 'cancelling', ...off },
    { kind: 'cancelled', ...off, confirmed: 'holder', worker: 'w' },
  ]);
});

test('a holder that never hears of it loses its lease, and that confirms; one that was done before is done', async () => {
  await using work = await openWork();
  await work.offered('deaf');
  await work.take();
  await work.offered('quick');
  const quick = (await work.take())!;
  await work.offered('failing');
  const failing = (await work.take())!;
  for (const item of ['deaf', 'quick', 'failing']) await work.db.transaction((trx) => cancel(trx, item, off));
  expect(await complete(work.db, 'quick', quick.fence)).toMatchObject({ state: 'completed' });
  expect(await fail(work.db, 'failing', failing.fence, { error: 'stopped' })).toMatchObject({ state: 'cancelled' });
  await work.passes();
  expect(await work.item('deaf')).toMatchObject({ state: 'cancelled' });
  expect((await work.said('deaf')).at(-1)).toMatchObject({ kind: 'cancelled', confirmed: 'lease' });
  expect(await work.kinds('failing')).toEqual(['offered', 'claimed', 'cancelling', 'cancelled']);
  await expect(work.db.transaction((trx) => cancel(trx, 'quick', off))).rejects.toThrow(
    'item quick is completed: cancelling it is not possible then',
  );
});

test('what is dead is put up again with as many attempts as at first', async () => {
  await using work = await openWork();
  await work.offered('a', { attemptsMax: 1 });
  const { fence } = (await work.take())!;
  await fail(work.db, 'a', fence, { error: 'red' });
  expect(await work.redriven('a')).toMatchObject({ state: 'offered', attempt: 2, attemptsMax: 2 });
  expect(await work.take()).toMatchObject({ item: 'a', fence: 2, attempt: 2 });
  await expect(work.redriven('a')).rejects.toThrow('item a is claimed: putting it up again is not possible then');
  await work.passes();
  expect(await work.item('a')).toMatchObject({ state: 'dead' });
  expect(await work.kinds()).toEqual(['offered', 'claimed', 'failed', 'dead', 'redriven', 'claimed', 'dead']);
});
