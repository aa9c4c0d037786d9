import { existsSync } from 'node:fs';
import { connect } from '@nats-io/transport-node';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { eventually, startTestNats, tempDir, testDatabase } from './index.ts';

test('gives every caller a NATS server of its own that asks for a password', async () => {
  await using one = await startTestNats();
  await using other = await startTestNats();

  expect(one.url).not.toBe(other.url);
  await expect(connect({ servers: one.connection.servers, reconnect: false })).rejects.toThrow(/authorization/i);
  const client = await connect(one.connection);
  expect(client.info?.jetstream).toBe(true);
  await client.close();
});

test('brings a crashed NATS server back on the same address', async () => {
  await using nats = await startTestNats();
  const { pid } = nats;

  await nats.crash();

  expect(nats.pid).not.toBe(pid);
  const client = await connect(nats.connection);
  await client.close();
});

test('gives every caller an empty database and drops it afterwards', async () => {
  await using other = await testDatabase();
  const db = await testDatabase();
  await query(db.url, 'CREATE TABLE words (word text)');

  expect(await query(other.url, "SELECT to_regclass('words') AS found")).toEqual([{ found: null }]);
  await db[Symbol.asyncDispose]();

  await expect(query(db.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
});

test('copies a template that is prepared once', async () => {
  let times = 0;
  const template = {
    name: 'words',
    async prepare(url: string) {
      times += 1;
      await query(url, "CREATE TABLE words AS SELECT 'first' AS word");
    },
  };
  const dbs = await Promise.all([1, 2, 3].map(() => testDatabase({ template })));

  for (const { url } of dbs) expect(await query(url, 'SELECT word FROM words')).toEqual([{ word: 'first' }]);
  expect(times).toBe(1);
  await Promise.all(dbs.map((db) => db[Symbol.asyncDispose]()));
});

test('removes a temporary folder with what is in it', async () => {
  let path: string;
  {
    await using dir = await tempDir();
    path = dir.path;
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

test('waits until a check gives something, and passes over its errors meanwhile', async () => {
  let asked = 0;
  const found = await eventually(() => {
    asked += 1;
    if (asked < 3) throw new Error('not yet');
    return { asked };
  });

  expect(found).toEqual({ asked: 3 });
});

test('says what it waited for in vain', async () => {
  const waiting = eventually(() => false, { timeoutMs: 30, what: 'pigs fly' });

  await expect(waiting).rejects.toThrow('still not so after 30 ms: pigs fly (the check gave false)');
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
