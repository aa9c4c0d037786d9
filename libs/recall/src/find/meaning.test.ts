import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { type Database, openDatabase } from '@hookline/db';
import { freePort, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { prepareRecall } from './extensions.ts';
import { indexMemories } from './index-memories.ts';
import { dropVectors, embedNext } from './keep-vectors.ts';
import { type Meaning, meaningFrom } from './meaning.ts';
import { recall } from './recall.ts';
import { nowMs, shop, someMemory } from './some-memories.ts';

interface AskedFor {
  readonly model: string;
  readonly input: readonly string[];
  readonly key: string | undefined;
}

let postgres: PGlite;
let socket: PGLiteSocketServer;
let db: Database;
let endpoint: Server;
let meaning: Meaning;
let answer: (texts: readonly string[]) => { status: number; body: unknown };
const asked: AskedFor[] = [];
const failures: string[] = [];
const { signal } = new AbortController();

/** A model that knows vehicles from weather. */
const vectorOf = (text: string) => [
  /car|automobile|vehicle/i.test(text) ? 1 : 0,
  /rain|weather/i.test(text) ? 1 : 0,
  0.1,
];
const wellBehaved: typeof answer = (texts) => ({
  status: 200,
  body: { data: texts.map((text, index) => ({ index, embedding: vectorOf(text) })).reverse() },
});

beforeAll(async () => {
  postgres = await PGlite.create({ extensions: { vector, pg_trgm } });
  const port = await freePort();
  socket = new PGLiteSocketServer({ db: postgres, port, host: '127.0.0.1' });
  await socket.start();
  db = await openDatabase({ url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`, connectionsMax: 1 });
  endpoint = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { model, input } = JSON.parse(text);
    asked.push({ model, input, key: request.headers.authorization });
    const { status, body } = answer(input);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const { port: endpointPort } = endpoint.address() as AddressInfo;
  const url = `http://127.0.0.1:${endpointPort}/v1`;
  meaning = meaningFrom({ url, model: 'small', key: 'k' }, (why) => failures.push(why));
}, 60_000);

afterAll(async () => {
  await db?.[Symbol.asyncDispose]();
  await socket?.stop();
  await postgres?.close();
  endpoint?.close();
});

beforeEach(async () => {
  answer = wellBehaved;
  asked.length = 0;
  failures.length = 0;
  expect(await prepareRecall(db, { vectors: true })).toEqual([]);
  await sql`truncate recall_documents, recall_postings, recall_keys, recall_shelves, recall_vectors cascade`.execute(
    db.kysely,
  );
  await db.transaction((trx) =>
    indexMemories(
      trx,
      [
        someMemory('decision', 'parking', { statement: 'Every automobile gets one parking space' }),
        someMemory('decision', 'umbrella', { statement: 'Rain is announced a day before' }),
      ].map((memory) => ({ id: memory.id, memory })),
    ),
  );
});

const ask = (query: string, project = shop) =>
  recall(db, { query }, { tenant: 'default', project, teams: [] }, nowMs, { meaning });

test('a memory is found by what it means, once its vector was asked for', async () => {
  expect((await ask('which vehicle')).hits).toEqual([]);

  expect(await embedNext(db, meaning, signal)).toBe(2);
  const { hits } = await ask('which vehicle');

  expect(hits[0]).toMatchObject({ title: 'parking', why: [{ arm: 'meaning', rank: 1 }] });
  expect(asked[1]).toMatchObject({ model: 'small', key: 'Bearer k' });
});

test('nothing of another project is found by its meaning', async () => {
  await embedNext(db, meaning, signal);

  expect((await ask('which vehicle', 'other')).hits).toEqual([]);
});

test('a text is asked for once, and again only when it changes', async () => {
  await embedNext(db, meaning, signal);
  expect(await embedNext(db, meaning, signal)).toBe(0);

  const changed = someMemory('decision', 'parking', { statement: 'Every automobile gets two parking spaces' });
  await db.transaction((trx) => indexMemories(trx, [{ id: changed.id, memory: { ...changed, confidence: 0.1 } }]));
  expect(await embedNext(db, meaning, signal)).toBe(1);
  await db.transaction((trx) => indexMemories(trx, [{ id: changed.id, memory: { ...changed, confidence: 0.9 } }]));
  expect(await embedNext(db, meaning, signal)).toBe(0);

  await dropVectors(db, meaning);
  const { rows } = await sql`select count(*) as vectors from recall_vectors`.execute(db.kysely);
  expect(rows).toEqual([{ vectors: 2 }]);
});

test.for([
  ['an error', { status: 500, body: {} }],
  ['something else', { status: 200, body: { hello: 1 } }],
  ['too few vectors', { status: 200, body: { data: [] } }],
] as const)('an endpoint that answers with %s only finds less', async ([_, bad]) => {
  await embedNext(db, meaning, signal);
  answer = () => bad;

  expect((await ask('parking space')).hits.map(({ title }) => title)).toEqual(['parking']);
  expect(failures[0]).toMatch(/no vectors from 127\.0\.0\.1:\d+ with the model small/);

  await db.transaction((trx) => {
    const memory = someMemory('decision', 'new one');
    return indexMemories(trx, [{ id: memory.id, memory }]);
  });
  expect(await embedNext(db, meaning, signal)).toBeUndefined();
});

test('where pgvector cannot be had that is said, and recall works without', async () => {
  await using database = await testDatabase();
  await using plain = await openDatabase(database.url);

  expect(await prepareRecall(plain, { vectors: true })).toEqual([
    expect.stringMatching(/^nothing is found by meaning: pgvector is missing; install it/),
  ]);
  expect(
    await recall(plain, { query: 'parking' }, { tenant: 'default', project: shop, teams: [] }, nowMs, { meaning }),
  ).toEqual({
    hits: [],
    dropped: [],
    tokens: 0,
  });
});
