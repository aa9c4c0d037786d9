import type { DataOf } from '@hookline/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getSession } from '../sessions/queries.ts';
import { event, second } from '../test-events.ts';
import { openStore, type TestStore } from '../test-store.ts';
import { costsBy } from './queries.ts';

let store: TestStore;
let count = 0;

beforeAll(async () => {
  store = await openStore();
  await store.db.kysely
    .insertInto('prices')
    .values({
      model: 'known-1',
      owner: false,
      validFrom: '2026-01-01T00:00:00Z',
      validUntil: null,
      tokensAbove: 0,
      tokensUpTo: null,
      inputPerMillion: 1,
      outputPerMillion: 10,
      cacheReadPerMillion: 0.1,
      cacheWritePerMillion: null,
      source: 'the test',
    })
    .execute();
});
afterAll(async () => store[Symbol.asyncDispose]());

/** Sessions and a project that no other test knows. */
function world() {
  count += 1;
  const project = `github.com/acme/costs-${count}`;
  const idOf = (name: string) => `codex:${count}-${name}`;
  const called = (name: string, data: Partial<DataOf<'model.called'>>, more: object = {}) =>
    event('model.called', { model: 'known-1', tokens: { input: 100_000, output: 10_000 }, ...data }, {
      session: idOf(name),
      project,
      harness: 'codex',
      actor: 'ada',
      ...more,
    } as object);
  const reported = (name: string, totalUsd: number) =>
    event('cost.reported', { totalUsd }, { session: idOf(name), project, harness: 'codex' } as object);
  const sum = async (by: 'session' | 'model' | 'day' | 'harness' | 'actor' = 'harness') =>
    await costsBy(store.db, by, { project });
  return { project, idOf, called, reported, sum };
}

const total = { costUsd: 0.2, reportedUsd: null, computedUsd: 0.2, unpricedCalls: 0, calls: 1, sessions: 1 };

test('a call costs what its harness said, else its tokens by price, else it is counted as unknown', async () => {
  const { called, sum } = world();
  await store.tell(called('a', { costUsd: 1 }), called('a', {}), called('b', { model: 'new-9' }));

  const costs = await sum('model');

  expect(costs.total).toMatchObject({
    sessions: 2,
    calls: 3,
    costUsd: 1.2,
    reportedUsd: 1,
    computedUsd: 0.2,
    unpricedCalls: 1,
  });
  expect(costs.groups).toMatchObject([
    { key: 'known-1', costUsd: 1.2, tokens: { input: 200_000, output: 20_000, cacheRead: null } },
    { key: 'new-9', costUsd: null, unpricedCalls: 1 },
  ]);
});

test('one answer that hook and record both tell of counts once', async () => {
  const { called, sum } = world();
  await store.tell(
    called('a', { nativeMessage: 'msg_0123456789ab', tokens: { input: 100_000, output: 10 } }),
    called('a', { nativeMessage: 'msg_0123456789ab' }),
  );

  expect((await sum()).total).toMatchObject(total);
});

test('an answer that a fork or a resumed session holds as a copy counts in the session it was first in', async () => {
  const { called, idOf, sum } = world();
  const message = { nativeMessage: 'msg_0123456789cd' };
  const at = { atMs: 5_000 };
  const forked = event(
    'session.forked',
    { nativeSession: 'b', parentSession: idOf('z') },
    { session: idOf('a'), ...at },
  );
  await store.tell(
    forked,
    called('a', message, at),
    called('z', message, at),
    called('a', { nativeMessage: 'msg_0123456789ef' }),
  );

  const costs = await sum('session');

  expect(costs.total).toMatchObject({ calls: 2, sessions: 2, costUsd: 0.4 });
  expect(costs.groups.map(({ key, calls }) => [key, calls]).sort()).toEqual([
    [idOf('a'), 1],
    [idOf('z'), 1],
  ]);
});

test('messages that a harness only numbers are not taken for one another', async () => {
  const { called, sum } = world();
  await store.tell(called('a', { nativeRequest: '1' }), called('b', { nativeRequest: '1' }));

  expect((await sum()).total).toMatchObject({ calls: 2, costUsd: 0.4 });
});

test('a total that a harness reports counts once: the calls first, the rest of it apart', async () => {
  const { called, reported, idOf, sum } = world();
  await store.tell(
    ...[reported('only', 2), reported('part', 1.5), called('part', {}), called('part', { model: 'new-9' })],
    ...[reported('all', 9), called('all', {})],
  );

  const costs = await sum('session');
  const byModel = await sum('model');

  expect(Object.fromEntries(costs.groups.map(({ key, costUsd }) => [key, costUsd]))).toEqual({
    [idOf('only')]: 2,
    [idOf('part')]: 1.5,
    [idOf('all')]: 0.2,
  });
  expect(costs.total).toMatchObject({ calls: 3, unpricedCalls: 0, reportedUsd: 3.3, computedUsd: 0.4 });
  expect(byModel.total.costUsd).toBeCloseTo(costs.total.costUsd!, 10);
  expect(byModel.groups.find(({ key }) => key === null)).toMatchObject({ calls: 0, costUsd: 3.3 });
});

test('a session says what it cost, by whom that is known, and what is missing', async () => {
  const { called, reported, idOf } = world();
  await store.tell(
    ...[called('mixed', {}), called('mixed', { costUsd: 1 }), called('mixed', { model: 'new-9' })],
    ...[called('none', { model: 'new-9' }), reported('total', 2)],
  );
  const session = async (name: string) => await getSession(store.db, idOf(name), { asOf: second(99) });

  expect(await session('mixed')).toMatchObject({ costUsd: 1.2, costSource: 'mixed', unpricedCalls: 1 });
  expect(await session('none')).toMatchObject({ costUsd: null, costSource: null, unpricedCalls: 1 });
  expect(await session('total')).toMatchObject({ costUsd: 2, costSource: 'reported', unpricedCalls: 0 });
});

test('costs by two things, in a range of time, of the sessions that are a project’s own', async () => {
  const { project, called, idOf } = world();
  const elsewhere = { project: 'github.com/acme/elsewhere' };
  const day = (n: number) => ({ atMs: n * 86_400_000 });
  await store.tell(
    event('session.started', { nativeSession: 'x' }, { session: idOf('other'), ...elsewhere } as object),
    called('other', {}),
    called('own', {}, { ...day(1), actor: 'ada' }),
    called('own', {}, { ...day(2), actor: 'ben' }),
    called('own', {}, { ...day(3), actor: 'ben' }),
  );

  const { groups, total: all } = await costsBy(store.db, 'day', {
    second: 'actor',
    project,
    of: project,
    until: second(86_400 * 2.5),
  });

  expect(groups.map(({ key, second: who, calls }) => [key, who, calls])).toEqual([
    ['2026-11-23', 'ada', 1],
    ['2026-11-24', 'ben', 1],
  ]);
  expect(all).toMatchObject({ calls: 2, sessions: 1 });
});
