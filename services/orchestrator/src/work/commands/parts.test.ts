import { expect, test } from 'vitest';
import { cancel, cancelOf, complete, confirmCancelled, fail, type Join, split } from '../commands.ts';
import { openWork } from '../test-work.ts';

const parts = (count: number) => Array.from({ length: count }, (_, n) => ({ payload: { n }, attempts: 1 }));

/** An item in parts, and their workers. */
async function openParts(count: number, join: Join = {}) {
  const work = await openWork();
  await work.offered('whole', { project: 'p', firing: 'f' });
  const { fence } = (await work.take('splitter'))!;
  await split(work.db, 'whole', fence, { parts: parts(count), join });
  return Object.assign(work, {
    async done(result: unknown = null) {
      const part = (await work.take())!;
      return await complete(work.db, part.item, part.fence, { result });
    },
    async failed() {
      const part = (await work.take())!;
      return await fail(work.db, part.item, part.fence, { error: 'red' });
    },
    whole: () => work.item('whole'),
    states: async () => (await work.parts('whole')).map(({ state }) => state).sort(),
  });
}

test('an item waits for its parts, which inherit what it is of, and is completed with what they brought', async () => {
  await using work = await openParts(3);
  expect(await work.whole()).toMatchObject({ state: 'waiting', leaseUntil: null });
  expect(await work.parts('whole')).toMatchObject(
    Array(3).fill({ parent: 'whole', ancestors: ['whole'], project: 'p', firing: 'f', by: 'splitter' }),
  );

  await work.done({ fine: 1 });
  await work.done({ fine: 2 });
  expect(await work.whole()).toMatchObject({ state: 'waiting' });
  await work.done({ fine: 3 });

  const { state, result } = await work.whole();
  expect({ state, result }).toMatchObject({
    state: 'completed',
    result: { children: Array(3).fill({ state: 'completed' }) },
  });
  expect(await work.kinds('whole')).toEqual(['offered', 'claimed', 'split', 'joined', 'completed']);
  expect((await work.said('whole'))[3]).toMatchObject({ outcome: 'all-done', done: 3, failed: 0, open: 0 });
});

test('an item is dead when a part failed, and goes on from there when it is put up again', async () => {
  await using work = await openParts(2);
  await work.done();
  await work.failed();
  expect(await work.whole()).toMatchObject({ state: 'dead', error: '1 of 2 parts failed' });

  expect(await work.redriven('whole')).toMatchObject({ state: 'waiting' });
  expect(await work.states()).toEqual(['completed', 'offered']);
  await work.done();
  expect(await work.whole()).toMatchObject({ state: 'completed', error: null });
  expect(await work.kinds('whole')).toEqual([
    ...['offered', 'claimed', 'split', 'joined', 'dead'],
    ...['redriven', 'joined', 'completed'],
  ]);
});

test.each([
  [{ on: 'any-failed', cancelRest: true }, 'failed', ['cancelled', 'dead'], 'dead', 'any-failed'],
  [{ on: 'any-failed' }, 'failed', ['dead', 'offered'], 'dead', 'any-failed'],
  [{ on: 'any-done', cancelRest: true }, 'done', ['cancelled', 'completed'], 'completed', 'any-done'],
] as const)('a join on %j fires with the first part that %s, once', async (join, how, states, state, outcome) => {
  await using work = await openParts(2, join);
  await (how === 'done' ? work.done() : work.failed());
  expect(await work.whole()).toMatchObject({ state });
  expect(await work.states()).toEqual(states);
  if (states.includes('offered' as never)) await work.done();
  expect((await work.said('whole')).filter(({ kind }) => kind === 'joined')).toMatchObject([{ outcome }]);
});

test('a join fires when the time is up, and calls off what is open then if told to', async () => {
  await using work = await openParts(3, { untilMs: 60_000, cancelRest: true });
  await work.done();
  const held = (await work.take())!;
  await work.passes(50_000);
  expect(await work.whole()).toMatchObject({ state: 'waiting' });
  await work.db.kysely
    .updateTable('workItems')
    .set({ leaseUntil: '2099-01-01T00:00:00Z' })
    .where('item', '=', held.item)
    .execute();
  await work.passes(20_000);
  expect(await work.whole()).toMatchObject({
    state: 'dead',
    error: 'the time was up with 2 of 3 parts open and 0 failed',
  });
  expect(await work.states()).toEqual(['cancelled', 'claimed', 'completed']);
  expect(await work.item(held.item)).toMatchObject({ cancelling: { by: 'join', reason: 'time-up of item whole' } });
  await confirmCancelled(work.db, held.item, held.fence);
  expect((await work.kinds('whole')).filter((kind) => kind === 'joined')).toHaveLength(1);
});

test('an item is offered again with what its parts brought, and may be split once more', async () => {
  await using work = await openParts(1, { next: 'again' });
  await work.done('one');
  const again = (await work.take())!;
  expect(again).toMatchObject({
    item: 'whole',
    attempt: 2,
    payload: { item: 'whole', joined: { outcome: 'all-done', done: 1, children: [{ result: 'one' }] } },
  });
  await split(work.db, 'whole', again.fence, { parts: parts(1) });
  expect(await work.whole()).toMatchObject({ state: 'waiting' });
  await work.done('two');
  expect(await work.whole()).toMatchObject({ state: 'completed', result: { children: [{ result: 'two' }] } });
});

test('another unit of work may go on where the parts came together: offered once, whatever they brought', async () => {
  await using work = await openParts(2, { next: { queue: 'sum', payload: { add: true }, prompt: 'Add them up' } });
  await work.failed();
  await work.done(2);
  expect(await work.whole()).toMatchObject({ state: 'completed' });
  expect(await work.take('w', { queues: ['sum'] })).toMatchObject({
    payload: { add: true, prompt: 'Add them up', joined: { done: 1, failed: 1 } },
    parent: null,
    project: 'p',
    firing: 'f',
  });
});

test('an item that is offered in parts is held by nobody; of none it is joined at once', async () => {
  await using work = await openWork();
  expect(await work.offered('some', { children: parts(2) })).toMatchObject({ state: 'waiting' });
  expect(await work.offered('some', { children: parts(2) })).toMatchObject({ state: 'waiting' });
  expect(await work.parts('some')).toHaveLength(2);
  expect(await work.offered('none', { children: [] })).toMatchObject({ state: 'completed', result: { children: [] } });
  for (let part = await work.take(); part; part = await work.take()) await complete(work.db, part.item, part.fence);
  expect(await work.item('some')).toMatchObject({ state: 'completed' });
});

test('calling an item off calls off its parts, theirs too, and what a firing brought about', async () => {
  await using work = await openParts(2);
  const inner = (await work.take())!;
  await split(work.db, inner.item, inner.fence, { parts: parts(2) });
  const held = (await work.take('holder'))!;
  expect(await work.db.transaction((trx) => cancelOf(trx, 'f', { by: 'rule x', reason: 'a newer one' }))).toBe(1);
  expect(await work.whole()).toMatchObject({ state: 'cancelled' });
  expect(await work.item(held.item)).toMatchObject({ state: 'claimed', cancelling: { by: 'rule x' } });
  await confirmCancelled(work.db, held.item, held.fence);
  const rows = await work.db.kysely.selectFrom('workItems').select('state').execute();
  expect(rows.map(({ state }) => state)).toEqual(Array(5).fill('cancelled'));
  expect(await work.db.transaction((trx) => cancelOf(trx, 'f', { by: 'rule x', reason: 'again' }))).toBe(0);
});

test('a part that is called off counts as failed for the whole', async () => {
  await using work = await openParts(1);
  const [part] = await work.parts('whole');
  await work.db.transaction((trx) => cancel(trx, part!.item, { by: 'ada', reason: 'no' }));
  expect(await work.whole()).toMatchObject({ state: 'dead', error: '1 of 1 parts failed' });
});

test('parts of parts have a bound', async () => {
  await using work = await openWork();
  await work.offered('whole');
  for (let level = 0; level < 8; level += 1) {
    const one = (await work.take())!;
    await split(work.db, one.item, one.fence, { parts: parts(1) });
  }
  const deepest = (await work.take())!;
  await expect(split(work.db, deepest.item, deepest.fence, { parts: parts(1) })).rejects.toThrow('8 levels deep');
  await complete(work.db, deepest.item, deepest.fence);
  expect(await work.item('whole')).toMatchObject({ state: 'completed' });
});

test('parts that end at the same time join once', async () => {
  await using work = await openParts(12);
  const taken = [];
  for (let part = await work.take(); part; part = await work.take()) taken.push(part);
  await Promise.all(taken.map(({ item, fence }) => complete(work.db, item, fence)));
  expect(await work.whole()).toMatchObject({ state: 'completed' });
  expect((await work.kinds('whole')).filter((kind) => kind === 'joined')).toHaveLength(1);
});
