import type { HooklineError, TakenWork } from '@hookline/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf } from './rule.ts';

/** How often each race is run; the measure of this is 50. */
const runs = Number(process.env.HOOKLINE_RACE_RUNS ?? 4);
const takers = 100;

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus();
});
afterAll(async () => bus[Symbol.asyncDispose]());

/** All of them at once; those that got the item. */
async function race(queue: string, waitMs: number, signal?: AbortSignal): Promise<TakenWork[]> {
  const take = async (number: number) => {
    try {
      return await bus.client.work.takeOne(queue, { worker: `w${number}`, waitMs, signal });
    } catch (error) {
      if (signal?.aborted) return undefined;
      throw error;
    }
  };
  return (await Promise.all(Array.from({ length: takers }, (_, number) => take(number)))).flatMap((one) => one ?? []);
}

test.each(Array.from({ length: runs }, (_, run) => run))(
  'of 100 takers one gets the item, and what others report is refused (run %i)',
  async (run) => {
    const queue = `race-${run}`;
    const { id } = await bus.client.work.offer(queue, { payload: { run } });

    const winners = await race(queue, 0);
    expect(winners).toHaveLength(1);
    const [winner] = winners as [TakenWork];
    const before = await bus.client.work.item(id);
    const reports = ['done', 'fail', 'heartbeat', 'split', 'cancelled'].map(async (name) => {
      const more = { fail: { error: 'x' }, split: { children: [{ payload: 1 }] } }[name] ?? {};
      const body = { fence: winner.fence + 1, ...more };
      return await bus.client
        .request('POST', `/v1/work/items/${id}/${name}`, { body })
        .catch((error: HooklineError) => error);
    });
    for (const refused of await Promise.all(reports)) {
      expect(refused).toMatchObject({ name: 'HooklineError', status: 409 });
    }
    const after = await bus.client.work.item(id);
    expect({ ...after, history: [], leaseUntil: '' }).toEqual({ ...before, history: [], leaseUntil: '' });
    await winner.done(run);
    expect(await bus.client.work.item(id)).toMatchObject({ state: 'completed', worker: winner.item.worker, fence: 1 });
  },
);

test('of 100 that wait one is given the item', async () => {
  const stop = new AbortController();
  const waiting = race('waited-for', 20_000, stop.signal);
  const { id } = await bus.client.work.offer('waited-for', { payload: 1 });
  const told = async () => {
    const found = await eventsOf(bus, 'work.claimed');
    return found.filter(({ event }) => (event.data as { item: string }).item === id);
  };
  await expect.poll(async () => (await told()).length, { timeout: 20_000 }).toBe(1);
  await bus.client.work.cancel(id);
  stop.abort();
  const winners = await waiting;
  expect(winners.length).toBeLessThanOrEqual(1);
  for (const winner of winners) winner.letGo();
  expect(await told()).toHaveLength(1);
});
