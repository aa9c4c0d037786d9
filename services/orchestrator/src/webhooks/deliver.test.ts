import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Database, openDatabase } from '@hookline/db';
import { type Cause, readEvent } from '@hookline/schemas';
import { eventually, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forgetOld } from '../forget-old.ts';
import { readNamedHosts } from './address.ts';
import { redrive } from './dead-letters.ts';
import { deliverDue, retryAfterSeconds } from './deliver.ts';
import { owe } from './owe.ts';

const cause: Cause = { firing: 'f1', rule: 'r', version: 'v', key: 'k', depth: 1, chain: ['r'] };
const secret = `whsec_${Buffer.from('a-secret-of-the-test-only').toString('base64')}`;
const { signal } = new AbortController();

/** A database that owes webhooks, and somebody who takes them. */
async function openDelivery() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db: Database = stack.use(await openDatabase(database.url));
  const ids: string[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=very-secret`;
  return {
    db,
    ids,
    answer: (next: number) => {
      status = next;
    },
    owed: (delivery: string, more: Partial<Parameters<typeof owe>[1]> = {}) =>
      db.transaction((trx) =>
        owe(trx, {
          delivery,
          firing: 'f1',
          url,
          secret: 'SECRET',
          project: 'shop',
          cause,
          body: { type: 't', timestamp: '2026-11-20T10:00:00.000Z', data: {} },
          ...more,
        }),
      ),
    deliver: (named = '127.0.0.1') =>
      deliverDue(
        db,
        {
          secretOf: (name) => (name === 'SECRET' ? secret : undefined),
          named: readNamedHosts(named),
          publicUrl: 'http://bus.example',
        },
        signal,
      ),
    timePasses: () => sql`update webhook_deliveries set due_at = now()`.execute(db.kysely),
    rows: () => db.kysely.selectFrom('webhookDeliveries').selectAll().orderBy('delivery').execute(),
    async told() {
      const rows = await db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
      return rows.map(({ event }) => readEvent(event!)!);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('a webhook is sent under one id, and says what caused it, but not its address', async () => {
  await using delivery = await openDelivery();
  await delivery.owed('msg_a');
  await delivery.owed('msg_a');

  expect(await delivery.deliver()).toBe(1);
  expect(await delivery.deliver()).toBe(0);

  expect(delivery.ids).toEqual(['msg_a']);
  const [told, ...more] = await delivery.told();
  expect(more).toEqual([]);
  expect(told).toMatchObject({ kind: 'webhook.delivered', data: { outcome: 'ok', delivery: 'msg_a', cause } });
  expect(JSON.stringify(told)).not.toContain('very-secret');
});

test('one that is refused for good is dead, is seen, and goes again under the same id when somebody says so', async () => {
  await using delivery = await openDelivery();
  await delivery.owed('msg_a');
  delivery.answer(500);
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    expect(await delivery.deliver()).toBe(1);
    expect(await delivery.deliver()).toBe(0);
    await delivery.timePasses();
  }
  expect(await delivery.deliver()).toBe(0);
  expect(await delivery.rows()).toMatchObject([{ state: 'dead', attempts: 8, status: 500, error: 'answered 500' }]);

  delivery.answer(200);
  expect(await redrive(delivery.db, { project: 'another' }, 'ann')).toBe(0);
  expect(await redrive(delivery.db, { rule: 'another' }, 'ann')).toBe(0);
  expect(await redrive(delivery.db, { rule: 'r', project: 'shop' }, 'ann')).toBe(1);
  expect(await redrive(delivery.db, {}, 'ann')).toBe(0);
  expect(await delivery.deliver()).toBe(1);

  expect(new Set(delivery.ids).size).toBe(1);
  expect(await delivery.rows()).toMatchObject([{ state: 'delivered', attempts: 1, redriven: 1 }]);
  const told = await delivery.told();
  expect(told.map(({ data }) => data)).toMatchObject([
    { outcome: 'failed', attempts: 8, cause },
    { outcome: 'ok', attempts: 1, redrivenBy: 'ann' },
  ]);
  expect(new Set(told.map(({ id }) => id)).size).toBe(2);
});

test('a private address that nobody named is given up at once, with what to do', async () => {
  await using delivery = await openDelivery();
  await delivery.owed('msg_a');

  await delivery.deliver('elsewhere.example');

  expect(delivery.ids).toEqual([]);
  expect(await delivery.rows()).toMatchObject([
    { state: 'dead', attempts: 1, error: expect.stringContaining('HOOKLINE_WEBHOOK_HOSTS') },
  ]);
});

test('a missing secret holds up its own webhook only', async () => {
  await using delivery = await openDelivery();
  await delivery.owed('msg_a', { secret: 'MISSING' });
  await delivery.owed('msg_b');

  expect(await delivery.deliver()).toBe(2);

  expect(await delivery.rows()).toMatchObject([
    { state: 'due', error: 'MISSING is not set: it has to hold the signing secret' },
    { state: 'delivered' },
  ]);
});

test('two that deliver at once send each webhook once', async () => {
  await using delivery = await openDelivery();
  for (let index = 0; index < 30; index += 1) await delivery.owed(`msg_${index}`);

  const tried = await Promise.all([delivery.deliver(), delivery.deliver()]);

  expect(tried[0] + tried[1]).toBe(30);
  expect(delivery.ids).toHaveLength(30);
  expect(new Set(delivery.ids).size).toBe(30);
});

test('a host that hangs holds up its own webhooks only', async () => {
  await using delivery = await openDelivery();
  const hanging: ServerResponse[] = [];
  const slow = createServer((_, response) => void hanging.push(response));
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`;
  for (let index = 0; index < 5; index += 1) await delivery.owed(`msg_slow_${index}`, { url });
  const delivering = delivery.deliver();
  await eventually(() => hanging.length === 2, { what: 'the slow host to be asked' });

  // Becomes due while the other host hangs.
  await delivery.owed('msg_quick');
  await eventually(() => delivery.ids.length === 1, { what: 'the quick host to be asked' });

  expect(hanging).toHaveLength(2);
  slow.on('request', (_, response) => void response.end());
  for (const response of hanging) response.end();
  expect(await delivering).toBe(6);
  slow.close();
});

test('a body that nobody would take is refused when it is owed', async () => {
  await using delivery = await openDelivery();
  const body = { type: 't', timestamp: 'now', data: { text: 'x'.repeat(200_000) } };
  await expect(delivery.owed('msg_a', { body })).rejects.toThrow(
    /the webhook to 127.0.0.1:\d+ takes 200\d+ bytes, at most 131072 may be sent/,
  );
});

test('what is long over is forgotten, what is owed is not', async () => {
  await using delivery = await openDelivery();
  await delivery.owed('msg_a');
  await delivery.deliver();
  await delivery.owed('msg_b');
  expect(await forgetOld(delivery.db)).toBe(0);
  await sql`update webhook_deliveries set ended_at = ended_at - interval '8 days', due_at = due_at - interval '1 year'`.execute(
    delivery.db.kysely,
  );
  expect(await forgetOld(delivery.db)).toBe(1);
  expect(await delivery.rows()).toMatchObject([{ delivery: 'msg_b', state: 'due' }]);
});

test('back-off grows and is bounded', () => {
  expect([1, 2, 3, 7, 20].map(retryAfterSeconds)).toEqual([2, 8, 32, 3_600, 3_600]);
});
