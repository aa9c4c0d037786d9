import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hookline/client';
import { eventually, tempDir } from '@hookline/testing';
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

test('an item is worked on by a command, which gets the payload and answers with a result', async () => {
  await work('offer', 'shell', '--payload', '{"n":20}', '--id', 'sum');
  const command = 'read payload; echo "{\\"got\\":$payload,\\"item\\":\\"$HOOKLINE_ITEM\\"}"';
  expect((await work('take', 'shell', '--exec', command)).json()).toMatchObject({ id: 'sum', state: 'completed' });
  expect((await work('show', 'sum')).json()).toMatchObject({
    result: { got: { n: 20 }, item: 'sum' },
    attemptsMade: [{ outcome: 'done', fence: 1 }],
    history: [{ kind: 'work.offered' }, { kind: 'work.claimed' }, { kind: 'work.completed' }],
  });

  await work('offer', 'shell', '--payload', '1', '--id', 'wrong', '--attempts', '1');
  const failed = await work('take', 'shell', '--exec', 'echo out; echo "no such module" >&2; exit 3');
  expect(failed.json()).toMatchObject({ id: 'wrong', state: 'dead' });
  expect((await work('show', 'wrong')).json()).toMatchObject({
    error: 'the command ended with status 3: no such module',
  });
  expect((await work('redrive', '--queue', 'shell')).json()).toEqual({ redriven: 1 });
  expect((await work('take', 'shell', '--exec', 'echo fine', '--max', '1')).json()).toMatchObject({
    state: 'completed',
  });
  expect((await work('show', 'wrong')).json()).toMatchObject({ result: { output: 'fine' }, attempts: 2 });
});

test('a command is ended, with all it started, when its item is called off, and that confirms', async () => {
  await using folder = await tempDir();
  const pids = join(folder.path, 'pids');
  await work('offer', 'long', '--payload', '1', '--id', 'stopped');
  const running = work('take', 'long', '--exec', `sleep 600 & echo $! $$ > ${pids}.new; mv ${pids}.new ${pids}; wait`);
  const started = await eventually(() => readFile(pids, 'utf8').catch(() => undefined));
  // Who ended and was not asked after yet is a zombie, not alive.
  const alive = () =>
    started
      .trim()
      .split(' ')
      .filter((pid) => /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout.toString().trim()));
  expect(alive()).toHaveLength(2);

  const askedMs = performance.now();
  expect((await work('cancel', 'stopped', '--reason', 'the branch is gone')).json()).toMatchObject({
    state: 'claimed',
    cancelling: { reason: 'the branch is gone' },
  });
  expect((await running).json()).toMatchObject({ id: 'stopped', state: 'cancelled' });
  expect(performance.now() - askedMs).toBeLessThan(15_000);
  expect(alive()).toEqual([]);
  expect((await work('show', 'stopped')).json().history.at(-1)).toMatchObject({
    kind: 'work.cancelled',
    confirmed: 'holder',
    reason: 'the branch is gone',
  });
});

test('a command that takes too long is ended, and its item is offered again', async () => {
  await work('offer', 'slow', '--payload', '1', '--id', 'overrun', '--timeout', '1');
  expect((await work('take', 'slow', '--exec', 'sleep 600')).json()).toMatchObject({ id: 'overrun', state: 'lost' });
  expect((await work('show', 'overrun')).json()).toMatchObject({
    state: 'offered',
    attempts: 2,
    error: 'ran longer than 1 s',
  });
});

test('a command reports on its item with the lease it was given, and with nothing else', async () => {
  await work('offer', 'leased-out', '--payload', '1', '--id', 'own');
  const { lease, fence } = (await work('take', 'leased-out')).json();
  const send = (path: string, body: object) =>
    fetch(`${bus.url}/v1/work/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lease}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await work('offer', 'leased-out', '--payload', '1', '--id', 'foreign');

  expect((await send('items/own/progress', { note: 'half', share: 0.5 })).status).toBe(200);
  expect((await send('items/foreign/progress', { fence: 1, note: 'mine' })).status).toBe(403);
  expect((await send('leased-out', { payload: 1 })).status).toBe(401);
  expect((await send('leased-out/take', { worker: 'w' })).status).toBe(401);
  expect((await send('items/own/done', { fence: fence + 5, result: 1 })).status).toBe(200);
  expect((await send('items/own/fail', { error: 'late' })).status).toBe(409);
});

test('an item in parts is done when its parts are', async () => {
  await work('offer', 'pack', '--payload', '{"all":true}', '--id', 'release');
  await work('take', 'pack');
  await work('split', 'release', '--parts', '[{"p":"a"},{"p":"b"}]', '--queue', 'part', '--again');
  expect((await work('queues')).json()).toContainEqual(
    expect.objectContaining({ queue: 'part', offered: 2, claimed: 0 }),
  );
  await work('take', 'part', '--exec', 'cat', '--max', '2');
  expect((await work('take', 'pack', '--wait', '10')).json()).toMatchObject({
    id: 'release',
    attempts: 2,
    payload: { all: true, joined: { outcome: 'all-done', done: 2, children: [{ result: {} }, { result: {} }] } },
  });
  await work('done', 'release');
});

test('a token of one project offers to it, and takes, sees and touches nothing else', async () => {
  const body = { name: 'worker', scopes: ['work'], project: 'github.com/acme/shop' };
  const { token } = (await bus.client.request('POST', '/v1/tokens', { body })) as { token: string };
  const worker = createClient({ url: bus.url, token }).work;
  await work(
    'offer',
    'mixed',
    '--payload',
    '1',
    '--id',
    'of-others',
    '--project',
    'github.com/acme/till',
    '--priority',
    '9',
  );
  await work('offer', 'mixed', '--payload', '1', '--id', 'of-nobody', '--priority', '9');
  await worker.offer('mixed', { payload: 2, id: 'of-shop' });

  const one = (await worker.takeOne('mixed', { worker: 'w' }))!;
  expect(one.item).toMatchObject({ id: 'of-shop', project: 'github.com/acme/shop' });
  expect(await worker.takeOne('mixed', { worker: 'w' })).toBeUndefined();
  expect((await Array.fromAsync(worker.list())).map(({ id }) => id)).toEqual(['of-shop']);
  expect(await worker.queues()).toMatchObject([{ queue: 'mixed', offered: 0, claimed: 1 }]);
  await one.done();

  const refused = (status: number) => expect.objectContaining({ status });
  for (const id of ['of-others', 'of-nobody']) {
    await expect(worker.item(id)).rejects.toEqual(refused(404));
    await expect(worker.cancel(id)).rejects.toEqual(refused(404));
    await expect(worker.redrive(id)).rejects.toEqual(refused(404));
    await expect(worker.offer('mixed', { payload: 3, id })).rejects.toEqual(refused(409));
  }
  const foreign = { payload: 3, project: 'github.com/acme/till' };
  await expect(worker.offer('mixed', foreign)).rejects.toEqual(refused(403));
  const { fence } = (await work('take', 'mixed')).json();
  const done = (await bus.client.work.list({ queue: 'mixed', state: 'claimed' }).next()).value!;
  const report = createClient({ url: bus.url, token }).request('POST', `/v1/work/items/${done.id}/done`, {
    body: { fence },
  });
  await expect(report).rejects.toEqual(refused(404));
});

test('no secret of a payload, a result or a reason is kept', async () => {
  const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  await work('offer', 'secret', '--payload', JSON.stringify({ note: `use ${secret}` }), '--id', 'leaky');
  const { fence } = (await work('take', 'secret')).json();
  const body = { fence, note: `with ${secret}` };
  await bus.client.request('POST', '/v1/work/items/leaky/progress', { body });
  await work('done', 'leaky', '--result', JSON.stringify({ token: secret }));
  const { payload, progress, result } = (await work('show', 'leaky')).json();
  expect(JSON.stringify({ payload, progress, result })).not.toContain(secret);
  expect(payload.note).toMatch(/^use /);
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
