import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf } from './rule.ts';

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus();
});
afterAll(async () => bus[Symbol.asyncDispose]());

const work = (...args: string[]) => bus.hookline('work', ...args, '--json');

test('an item goes from offer to done through the command line', async () => {
  const offered = (await work('offer', 'review', '--payload', '{"file":"a.ts"}', '--id', 'first')).json();
  expect(offered).toMatchObject({ id: 'first', queue: 'review', state: 'offered', payload: { file: 'a.ts' } });
  // Offered again it is the same item.
  expect((await work('offer', 'review', '--payload', '{}', '--id', 'first')).json()).toEqual(offered);
  expect((await work('list', '--queue', 'review')).json()).toEqual([offered]);

  const taken = (await work('take', 'review', '--worker', 'ann')).json();
  expect(taken).toMatchObject({ id: 'first', state: 'claimed', worker: 'ann', fence: 1 });
  expect(await work('take', 'review')).toMatchObject({ exitCode: 3, out: '' });

  expect((await work('done', 'first', '--result', '{"verdict":"fine"}')).json()).toMatchObject({
    state: 'completed',
    result: { verdict: 'fine' },
  });
  expect((await work('list', '--state', 'completed')).json()).toMatchObject([{ id: 'first' }]);
  const told = await eventually(async () => {
    const found = await eventsOf(bus, 'work.completed');
    return found.length === 1 && found;
  });
  expect(told[0]?.event.data).toMatchObject({ item: 'first', worker: 'ann', result: { verdict: 'fine' } });
});

test('a worker that waits is woken by the offer', async () => {
  const startedMs = performance.now();
  const waiting = work('take', 'urgent', '--wait', '30', '--worker', 'early');
  await eventually(async () => ((await bus.client.request('GET', '/v1/status')) as { log: object }).log);
  await work('offer', 'urgent', '--payload', '1', '--id', 'now');

  expect((await waiting).json()).toMatchObject({ id: 'now', worker: 'early' });
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('an item that failed is offered again later, and its holder is told so', async () => {
  await work('offer', 'flaky', '--payload', '{}', '--id', 'shaky');
  await work('take', 'flaky');

  const failed = (await work('fail', 'shaky', '--error', 'tests are red')).json();

  expect(failed).toMatchObject({ state: 'offered', attempts: 2, error: 'tests are red' });
  expect(Date.parse(failed.dueAt)).toBeGreaterThan(Date.now());
  const late = await work('done', 'shaky', '--fence', '1');
  expect(late.exitCode).not.toBe(0);
  expect(late.err).toContain('item shaky is offered; the report came with fence 1');
});

test('an item whose holder is gone is offered to others when its lease is over', async () => {
  await work('offer', 'leased', '--payload', '{}', '--id', 'held');
  const body = { worker: 'gone', leaseMs: 1_000 };
  expect(await bus.client.request('POST', '/v1/work/leased/take', { body })).toMatchObject({ id: 'held', fence: 1 });

  const taken = (await work('take', 'leased', '--wait', '30', '--worker', 'next')).json();

  expect(taken).toMatchObject({
    id: 'held',
    worker: 'next',
    attempts: 2,
    fence: 2,
    error: 'the lease of gone ran out',
  });
  expect((await work('done', 'held', '--fence', '1')).exitCode).not.toBe(0);
  expect((await work('done', 'held')).json()).toMatchObject({ state: 'completed', worker: 'next' });
});

test('what is no queue, no item and no fit is refused in words', async () => {
  const queue = await work('offer', 'Bad Queue', '--payload', '1');
  expect(queue.exitCode).not.toBe(0);
  expect(queue.err).toContain('lower-case letters, digits and dashes');
  expect((await work('offer', 'review', '--payload', '1', '--id', 'a.b')).err).toContain('dashes and underscores');
  const large = await work('offer', 'review', '--payload', JSON.stringify('x'.repeat(230_000)));
  expect(large.err).toContain('at most 204800 fit');
  expect((await work('done', 'nothing', '--fence', '1')).exitCode).toBe(3);
});
