import { type Database, openDatabase } from '@hookline/db';
import type { Memory } from '@hookline/memory';
import { type TestDatabase, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fitRecall } from './fit-index.ts';
import { forgetSaid } from './forget-said.ts';
import { indexMemories, indexSaid } from './index-memories.ts';
import { placeOf, type RecallPlace } from './place.ts';
import { recall } from './recall.ts';
import type { RecallRequest } from './request.ts';
import { nowMs, shop, someMemory, someSaid } from './some-memories.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase();
  db = await openDatabase(database.url);
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await sql`truncate recall_documents, recall_postings, recall_keys, recall_shelves, memories, memory_sessions,
    memory_decisions, memory_state, expired_events cascade`.execute(db.kysely);
});

const inShop: RecallPlace = { tenant: 'default', project: shop, teams: [] };

const index = (...memories: Memory[]) =>
  db.transaction((trx) =>
    indexMemories(
      trx,
      memories.map((memory) => ({ id: memory.id, memory })),
    ),
  );
const ask = (request: Partial<RecallRequest>, place = inShop) => recall(db, { query: '', ...request }, place, nowMs);
const titles = async (request: Partial<RecallRequest>, place = inShop) =>
  (await ask(request, place)).hits.map(({ title }) => title);

const invoices = someMemory('decision', 'invoice rounding', {
  statement: 'Invoices are rounded to whole cents after the discount',
});
const queue = someMemory('decision', 'queue retries', { statement: 'The queue retries a failed job three times' });

test('a question finds what has any of its words, in whatever form they stand there', async () => {
  await index(invoices, queue);

  expect(await titles({ query: 'how do we round an invoice before it is retried in Japan?' })).toEqual([
    'invoice rounding',
    'queue retries',
  ]);
  expect(await titles({ query: 'kubernetes ingress' })).toEqual([]);
});

test('what is named exactly comes first, whatever the words are', async () => {
  const pitfall = someMemory('pitfall', 'rtk bun run lint', { title: 'rtk bun run fails' });
  const remedy = someMemory('remedy', 'v1:Error: cannot find module <text>', { title: 'Install first' });
  const violation = someMemory('violation', 'errcheck', { title: 'Errors are checked' });
  const file = someMemory('file', 'src/cart/total.ts', { title: 'The cart' });
  const standing = someMemory('decision', 'cents', { title: 'Cents', anchors: ['src/cart/total.ts'] });
  await index(invoices, queue, pitfall, remedy, violation, file, standing);

  const asked = { query: 'invoice rounding' };
  expect((await titles({ ...asked, commands: ['cd web && rtk bun run lint'] }))[0]).toBe('rtk bun run fails');
  expect((await titles({ ...asked, errors: ["Error: cannot find module 'left-pad'"] }))[0]).toBe('Install first');
  expect((await titles({ ...asked, violations: ['errcheck'] }))[0]).toBe('Errors are checked');
  expect((await titles({ ...asked, files: ['./src/cart/total.ts'] }))[0]).toBe('The cart');
  expect(await titles({ query: 'what about src/cart/total.ts' })).toEqual(['The cart', 'Cents']);
  expect(await titles({ files: ['src/cart/total.ts'] })).toEqual(['The cart', 'Cents']);
});

test('each hit says which ways of looking found it', async () => {
  await index(invoices, queue);

  const { hits } = await ask({ query: 'invoice' });

  expect(hits).toMatchObject([
    {
      memory: invoices.id,
      kind: 'decision',
      scope: `project:${shop}`,
      statement: invoices.statement,
      status: 'active',
      trust: 'tool',
      why: [{ arm: 'words', rank: 1 }],
      lastSeen: invoices.lastSeen,
      position: 9,
    },
  ]);
});

test('a misspelt or cut name is found by its parts', async () => {
  await index(someMemory('file', 'src/checkout/paymentGateway.ts', { title: 'paymentGateway.ts, 7 sessions' }), queue);

  const { hits } = await ask({ query: 'paymentgatway' });

  expect(hits).toMatchObject([{ title: 'paymentGateway.ts, 7 sessions', why: [{ arm: 'names', rank: 1 }] }]);
});

test('without pg_trgm everything else is found', async () => {
  await using own = await testDatabase();
  await using other = await openDatabase(own.url);
  await sql`drop extension pg_trgm cascade`.execute(other.kysely);
  await other.transaction((trx) => indexMemories(trx, [{ id: invoices.id, memory: invoices }]));

  const { hits } = await recall(other, { query: 'invoyce rounding' }, inShop, nowMs);

  expect(hits.map(({ title }) => title)).toEqual(['invoice rounding']);
});

test('only memories of the statuses that are asked for are told, and active ones only while they hold', async () => {
  const proposed = someMemory('decision', 'proposed rounding', { status: 'proposed' });
  const stale = someMemory('remedy', 'stale rounding', { lastSeen: '2026-07-01T00:00:00.000Z' });
  const pinned = someMemory('remedy', 'pinned rounding', { lastSeen: '2026-07-01T00:00:00.000Z', pinned: true });
  await index(proposed, stale, pinned, someMemory('decision', 'retired rounding', { status: 'retired' }));

  expect(await titles({ query: 'rounding' })).toEqual(['pinned rounding']);
  expect(await titles({ query: 'rounding', statuses: ['proposed'] })).toEqual(['proposed rounding']);
});

test('among equals what is surer, newer and more useful comes first', async () => {
  await index(
    someMemory('decision', 'rounding a', { confidence: 0.5 }),
    someMemory('decision', 'rounding b', { confidence: 0.9, harmful: 2 }),
    someMemory('decision', 'rounding c', { confidence: 0.9 }),
    someMemory('decision', 'rounding d', { confidence: 0.9, lastSeen: '2026-02-01T00:00:00.000Z' }),
  );

  expect((await titles({ query: 'rounding' }))[0]).toBe('rounding c');
});

test('what teammates did counts less than own work to whoever asks about it, and facts of the project count alike', async () => {
  const episode = (actor: string) =>
    someMemory('episode', `cursor:${actor}`, { title: `${actor}: pagination of orders`, details: { actor } });
  await index(episode('ben'), episode('ada'));

  const of = async (actor: string) => (await titles({ query: 'pagination of orders' }, { ...inShop, actor }))[0];

  expect(await of('ada')).toBe('ada: pagination of orders');
  expect(await of('ben')).toBe('ben: pagination of orders');
});

test('what was said is found by what was said around it, with its day and who said it', async () => {
  await db.transaction((trx) =>
    indexSaid(trx, 'test:1', [
      someSaid(1, 'Which database do we use for the ledger?'),
      someSaid(2, 'Postgres, with one schema for each tenant.', { actor: 'ben' }),
      someSaid(3, 'Something else entirely.'),
    ]),
  );

  const { hits } = await ask({ query: 'which database for the ledger' });

  expect(hits[0]).toMatchObject({ memory: 'said_2', kind: 'said', session: 'test:1', position: 2, trust: 'user' });
  expect((await ask({ query: 'what did ben say on 19 November' })).hits[0]?.memory).toBe('said_2');
  expect((await ask({ query: 'ledger', kinds: ['decision'] })).hits).toEqual([]);
});

test('the index follows memories and sessions as they change', async () => {
  await index(invoices, queue);
  await index({ ...invoices, statement: 'Amounts are truncated', title: 'amounts', about: 'amounts' });

  expect(await titles({ query: 'rounded discount' })).toEqual([]);
  expect(await titles({ query: 'truncated' })).toEqual(['amounts']);

  await db.transaction((trx) => indexMemories(trx, [{ id: invoices.id, memory: undefined }]));
  await db.transaction((trx) => indexSaid(trx, 'test:1', [someSaid(1, 'ledger one'), someSaid(2, 'ledger two')]));
  await db.transaction((trx) => indexSaid(trx, 'test:1', [someSaid(2, 'ledger two')]));

  expect(await titles({ query: 'truncated' })).toEqual([]);
  expect((await ask({ query: 'ledger' })).hits.map(({ memory }) => memory)).toEqual(['said_2']);

  await db.transaction((trx) => indexSaid(trx, 'test:1', []));
  await db.transaction((trx) => indexMemories(trx, [{ id: queue.id, memory: undefined }]));
  const { rows } = await sql`
    select (select count(*) from recall_documents) as documents, (select count(*) from recall_postings) as postings,
      (select count(*) from recall_keys) as keys, (select sum(documents) from recall_shelves) as counted,
      (select sum(length) from recall_shelves) as length`.execute(db.kysely);
  expect(rows).toEqual([{ documents: 0, postings: 0, keys: 0, counted: 0, length: 0 }]);
});

test('indexing again what did not change writes nothing', async () => {
  await index(invoices, queue);
  const written = async () =>
    (await sql<{ xmin: string }>`select xmin::text from recall_documents order by number`.execute(db.kysely)).rows;
  const before = await written();

  await index(invoices, queue);

  expect(await written()).toEqual(before);
});

test('a memory that a person moved is told where it holds now', async () => {
  await index(invoices);
  await index({ ...invoices, scope: 'team:web' });

  expect(await titles({ query: 'invoice' })).toEqual([]);
  expect(await titles({ query: 'invoice' }, { tenant: 'default', project: 'other', teams: ['web'] })).toEqual([
    'invoice rounding',
  ]);
});

test('hits fit the budget, and what is left out is named with the reason', async () => {
  await index(...Array.from({ length: 12 }, (_, each) => someMemory('decision', `rounding number ${each}`)));

  const few = await ask({ query: 'rounding', limit: 3 });
  const short = await ask({ query: 'rounding', tokens: 40 });

  expect(few.hits).toHaveLength(3);
  expect(few.dropped.map(({ reason }) => reason)).toEqual(Array(9).fill('limit'));
  expect(short.tokens).toBeLessThanOrEqual(40);
  expect(short.tokens).toBe(short.hits.reduce((sum, { tokens }) => sum + tokens, 0));
  expect(short.dropped.map(({ reason }) => reason)).toContain('budget');
});

test('what was said by revoked people and in revoked sessions is not told', async () => {
  await db.transaction(async (trx) => {
    await indexSaid(trx, 'test:1', [someSaid(1, 'ledger one')]);
    await indexSaid(trx, 'test:2', [someSaid(2, 'ledger two', { actor: 'mallory' })]);
    await indexSaid(trx, 'test:3', [someSaid(3, 'ledger three')]);
    const decision = {
      type: 'revoked',
      sessions: ['test:1'],
      actors: ['mallory'],
      undone: false,
      by: 'di',
      reason: '',
    };
    await sql`
      insert into memory_decisions (event_id, position, type, time, decision)
      values ('e1', 10, 'revoked', now(), ${JSON.stringify({ ...decision, eventId: 'e1', position: 10, time: '' })})
    `.execute(trx);
  });
  const place = await placeOf(db, { tenant: 'default', project: shop });

  expect((await ask({ query: 'ledger' }, place)).hits.map(({ memory }) => memory)).toEqual(['said_3']);
});

test('what was said in events that expired is forgotten at once', async () => {
  await db.transaction(async (trx) => {
    await indexSaid(trx, 'test:1', [someSaid(1, 'ledger one'), someSaid(2, 'invoice two')]);
    await sql`
      with ran as (insert into retention_runs (asked_by, policy) values ('a test', '{}') returning run)
      insert into expired_events (position, kind, project, session, bytes, rule, run)
      select 1, 'prompt.submitted', ${shop}, 'test:1', 1, 'a test', run from ran`.execute(trx);
    await forgetSaid(trx, 'test:1');
  });

  const { rows } = await sql`select id from recall_documents`.execute(db.kysely);
  expect(rows).toEqual([{ id: 'said_2' }]);
});

test('a session of another project is not looked in', async () => {
  await db.transaction(async (trx) => {
    await indexSaid(trx, 'test:1', [someSaid(1, 'ledger', { project: '-' })]);
    await sql`
      insert into memory_sessions (session, facts, last_position, project) values ('test:1', 1, 1, 'other')`.execute(
      trx,
    );
  });

  expect(await placeOf(db, { tenant: 'default', project: shop, session: 'test:1' })).not.toHaveProperty('session');
  expect(await placeOf(db, { tenant: 'default', session: 'test:1' })).toMatchObject({
    project: 'other',
    session: 'test:1',
  });
});

test('an index of another version is made again', async () => {
  await sql`
    insert into memories (id, kind, scope, home, project, about, status, last_seen, sessions, position_from, position_to, hash, memory)
    values (${invoices.id}, 'decision', ${invoices.scope}, ${invoices.home}, ${shop}, 'x', 'active', now(), 1, 1, 1, '', ${JSON.stringify(invoices)})
  `.execute(db.kysely);

  await fitRecall(db, new AbortController().signal);
  expect(await titles({ query: 'invoice' })).toEqual(['invoice rounding']);

  await sql`truncate recall_documents cascade`.execute(db.kysely);
  await fitRecall(db, new AbortController().signal);
  expect(await titles({ query: 'invoice' })).toEqual([]);
});
