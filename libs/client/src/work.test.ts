import { HttpHost } from '@hookline/service';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import type { TakenWork } from './taken-work.ts';

const item = (id: string, more: object = {}) => ({
  id,
  queue: 'review',
  state: 'claimed',
  payload: { id },
  priority: 0,
  attempts: 1,
  attemptsMax: 3,
  fence: 7,
  offeredAt: '2026-11-23T08:00:00.000Z',
  lease: `hkl_lease_${id}`,
  ...more,
});
const held = { leaseUntil: '2026-11-23T08:10:00.000Z', lease: 'hkl_lease_next', cancel: null };

/** A bus that gives out items, and answers reports as a test says. */
async function serve(ids: string[], answers: Record<string, () => Response | Promise<Response>> = {}) {
  const host = await HttpHost.listen('127.0.0.1', 0);
  const reports: string[] = [];
  host.mount('', async (request) => {
    const name = new URL(request.url).pathname.split('/').at(-1)!;
    if (name === 'take') {
      const id = ids.shift();
      return id === undefined ? new Response(null, { status: 204 }) : Response.json(item(id));
    }
    if (name !== 'heartbeat') reports.push(`${name} ${await request.clone().text()}`);
    const given = answers[name]?.();
    if (given !== undefined) return await given;
    if (name === 'heartbeat') return await new Promise<Response>(() => {});
    return Response.json(name === 'progress' ? held : item('any', { state: 'completed' }));
  });
  return {
    work: createClient({ url: host.url, token: 'hkl_test' }).work,
    reports,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

const conflict = () => Response.json({ error: { code: 'conflict', message: 'item a is dead' } }, { status: 409 });

test('items come one after the other, and each report has the fence', async () => {
  await using bus = await serve(['a', 'b']);
  const stop = new AbortController();
  const done: unknown[] = [];
  for await (const one of bus.work.take('review', { worker: 'w', signal: stop.signal })) {
    await one.progress('half', 0.5);
    await one.done({ fine: one.id }, { costUsd: 0.25 });
    done.push(one.payload);
    if (done.length === 2) stop.abort();
  }
  expect(done).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(bus.reports.slice(0, 2)).toEqual([
    'progress {"fence":7,"note":"half","share":0.5}',
    'done {"fence":7,"result":{"fine":"a"},"costUsd":0.25}',
  ]);
  expect(bus.reports).toHaveLength(4);
});

test('going on, leaving the loop and throwing in it without a report fails the item', async () => {
  await using bus = await serve(['a', 'b', 'c']);
  let count = 0;
  for await (const _ of bus.work.take('review', { worker: 'w' })) {
    count += 1;
    if (count === 2) break;
  }
  const throwing = async () => {
    for await (const _ of bus.work.take('review', { worker: 'w' })) throw new Error('bug');
  };
  await expect(throwing()).rejects.toThrow('bug');
  expect(bus.reports).toEqual(Array(3).fill('fail {"fence":7,"error":"its worker went on without a report"}'));
});

test('an item that is called off aborts its signal, and leaving it then confirms', async () => {
  await using bus = await serve(['a'], {
    heartbeat: () => Response.json({ ...held, cancel: { by: 'ada', reason: 'not needed' } }),
  });
  for await (const one of bus.work.take('review', { worker: 'w' })) {
    await eventually(() => one.signal.aborted);
    expect(one.signal.reason).toMatchObject({ name: 'WorkCancelledError', by: 'ada' });
    expect(one.lease).toBe('hkl_lease_next');
    break;
  }
  expect(bus.reports).toEqual(['cancelled {"fence":7}']);
});

test('an item that somebody else has aborts its signal, and nothing is reported', async () => {
  await using bus = await serve(['a'], { heartbeat: conflict });
  let lost: TakenWork | undefined;
  for await (const one of bus.work.take('review', { worker: 'w' })) {
    await eventually(() => one.signal.aborted);
    lost = one;
    break;
  }
  expect(lost?.signal.reason).toMatchObject({
    name: 'WorkLostError',
    message: expect.stringContaining('item a is dead'),
  });
  expect(bus.reports).toEqual([]);
});

test('a report is made again while the bus is away, and only one report is possible', async () => {
  let times = 0;
  const away = () =>
    Response.json({ error: { code: 'unavailable', message: 'x' } }, { status: 503, headers: { 'retry-after': '0' } });
  await using bus = await serve(['a'], { done: () => (++times < 3 ? away() : Response.json(item('a'))) });
  const one = (await bus.work.takeOne('review', { worker: 'w' }))!;
  await one.done(1);
  expect(times).toBe(3);
  await expect(one.fail('late')).rejects.toThrow('work item a was reported on before');
});

test('there may be none', async () => {
  await using bus = await serve([]);
  expect(await bus.work.takeOne(['review', 'other'], { worker: 'w' })).toBeUndefined();
});

test('stopping the worker stops the item in hand and fails it', async () => {
  await using bus = await serve(['a']);
  const stop = new AbortController();
  for await (const one of bus.work.take('review', { worker: 'w', signal: stop.signal })) {
    stop.abort(new Error('going home'));
    expect(one.signal.reason).toMatchObject({ message: 'going home' });
  }
  expect(bus.reports).toEqual(['fail {"fence":7,"error":"its worker was stopped"}']);
});
