import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineService, type Service } from './define-service.ts';
import { runServices } from './run-services.ts';

const logger = pino({ level: 'silent' });
const env = { HOOKLINE_HOME: '/nowhere', HOOKLINE_PORT: '0' };

function waits(name: string, done: string[] = []): Service<unknown> {
  return defineService({
    name,
    settings: z.object({}),
    needs: [],
    async run({ signal, ready }) {
      ready();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      done.push(name);
    },
  });
}

test('stops every service when one is told to stop', async () => {
  const done: string[] = [];
  const running = await runServices([waits('one', done), waits('two', done)], { env, logger });

  await running.stop();
  await running.stopped;

  expect(done.sort()).toEqual(['one', 'two']);
});

test('a failing service stops the others and is named with its cause', async () => {
  const fails = defineService({
    name: 'fails',
    settings: z.object({}),
    needs: [],
    async run({ ready }) {
      ready();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('the disk is gone');
    },
  });
  const done: string[] = [];
  const running = await runServices([waits('other', done), fails], { env, logger });

  await expect(running.stopped).rejects.toThrow('fails failed: the disk is gone');
  expect(done).toEqual(['other']);
});

test('a service that fails before it is ready fails the start', async () => {
  const fails = defineService({
    name: 'fails',
    settings: z.object({}),
    needs: [],
    run: () => Promise.reject(new Error('no way')),
  });

  await expect(runServices([waits('other'), fails], { env, logger })).rejects.toThrow('fails failed: no way');
});

test('reports the mistakes of all services together before any starts', async () => {
  let started = false;
  const picky = defineService({
    name: 'picky',
    settings: z.object({ PICKY_SIZE: z.coerce.number().max(5) }),
    needs: [],
    async run() {
      started = true;
    },
  });

  const start = runServices([picky], { env: { ...env, PICKY_SIZE: '9', HOOKLINE_PORT: 'x' }, logger });

  await expect(start).rejects.toThrow(/HOOKLINE_PORT: .*found "x"[\s\S]*PICKY_SIZE: .*found "9"/);
  expect(started).toBe(false);
});

test('a connection that was not asked for throws when it is touched', async () => {
  const sneaky = defineService({
    name: 'sneaky',
    settings: z.object({}),
    needs: [],
    async run({ db }) {
      void db;
    },
  });

  await expect(runServices([sneaky], { env, logger })).rejects.toThrow('sneaky uses db without naming it in its needs');
});

test('keeps a folder of bodies for services that ask for them', async () => {
  const home = await mkdtemp(join(tmpdir(), 'hookline-service-'));
  const stored: string[] = [];
  const keeper = defineService({
    name: 'keeper',
    settings: z.object({}),
    needs: ['bodies'],
    async run({ bodies, signal, ready }) {
      stored.push((await bodies.get(await bodies.put('a text'))) ?? 'lost');
      ready();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });

  const running = await runServices([keeper], { env: { ...env, HOOKLINE_HOME: home }, logger });
  await running.stop();

  expect(stored).toEqual(['a text']);
  await rm(home, { recursive: true });
});

const serves = (prefix: string, answer: string) =>
  defineService({
    name: `serves ${prefix}`,
    settings: z.object({}),
    needs: ['http'],
    async run({ http, signal, ready }) {
      http.mount(prefix, () => new Response(answer));
      ready();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });

test('services share one HTTP origin and the longest prefix answers', async () => {
  await using running = await runServices(
    [serves('', 'console'), serves('/v1', 'api'), serves('/v1/events', 'gateway')],
    {
      env,
      logger,
    },
  );
  const get = async (path: string) => (await fetch(running.url + path)).text();

  expect(await get('/sessions')).toBe('console');
  expect(await get('/v1/sessions')).toBe('api');
  expect(await get('/v1/events?x=1')).toBe('gateway');
  expect(await get('/v1/eventsource')).toBe('api');
});

test('nothing is answered before every service is ready', async () => {
  const early: number[] = [];
  const slow = defineService({
    name: 'slow',
    settings: z.object({ HOOKLINE_PORT: z.coerce.number() }),
    needs: ['http'],
    async run({ settings, http, signal, ready }) {
      http.mount('', () => new Response('here'));
      early.push((await fetch(`http://127.0.0.1:${settings.HOOKLINE_PORT}/v1/events`)).status);
      ready();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));

  await using running = await runServices([slow], { env: { ...env, HOOKLINE_PORT: String(port) }, logger });
  expect(early).toEqual([503]);
  expect((await fetch(`${running.url}/v1/events`)).status).toBe(200);
});

test('a port that is taken is named together with its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;

  const start = runServices([serves('', 'x')], { env: { ...env, HOOKLINE_PORT: String(port) }, logger });

  await expect(start).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use by another program: stop it, or set HOOKLINE_PORT`,
  );
  other.close();
});
