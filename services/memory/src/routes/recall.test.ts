import { type Grant, requireScope } from '@hookline/access';
import { type Database, openDatabase } from '@hookline/db';
import { createApp } from '@hookline/http';
import { MemoryLog } from '@hookline/log';
import type { Memory } from '@hookline/memory';
import { indexMemories, indexSaid } from '@hookline/recall';
import { type TestDatabase, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRecallRoutes } from './recall.ts';

const shop = 'github.com/acme/shop';
const other = 'github.com/acme/other';
const grant = (project?: string, scopes: Grant['scopes'] = ['recall']): Grant => ({
  tokenId: String(project),
  name: 'a test',
  kind: 'person',
  tenant: 'default',
  scopes,
  ...(project !== undefined && { project }),
});
const tokens: Readonly<Record<string, Grant>> = {
  shop: grant(shop),
  everywhere: grant(),
  hook: grant(shop, ['hook']),
};

let database: TestDatabase;
let db: Database;
let app: ReturnType<typeof createApp>;

function decision(scope: string, title: string, project = shop): Memory {
  const time = new Date().toISOString();
  return {
    id: `mem_${Buffer.from(`${scope} ${title}`).toString('hex')}`,
    kind: 'decision',
    scope,
    home: scope,
    project,
    about: title,
    title,
    statement: `${title}: amounts are rounded`,
    edited: false,
    details: {},
    status: 'active',
    reason: 'curated',
    pinned: false,
    origin: 'explicit',
    trust: 'user',
    support: { events: 1, sessions: 1, actors: 1 },
    contradicted: 0,
    helpful: 0,
    harmful: 0,
    ignored: 0,
    confidence: 0.9,
    firstSeen: time,
    lastSeen: time,
    validFrom: time,
    positions: { from: 1, to: 2, evidence: [1, 2] },
    anchors: ['src/a.ts'],
    keywords: '',
  } as Memory;
}

beforeAll(async () => {
  database = await testDatabase();
  db = await openDatabase(database.url);
  const memories = [
    decision(`project:${shop}`, 'of the shop'),
    decision(`person:ada@${shop}`, "ada's"),
    decision(`project:${other}`, 'of another', other),
    decision('team:web', 'of the team'),
    decision('organisation:default', 'of all'),
    decision('organisation:elsewhere', 'of strangers'),
  ];
  await db.transaction(async (trx) => {
    await indexMemories(
      trx,
      memories.map((memory) => ({ id: memory.id, memory })),
    );
    const said = { project: other, actor: 'ben', time: new Date().toISOString(), by: 'person' as const };
    await indexSaid(trx, 'test:secret', [{ ...said, position: 1, text: 'rounded in secret' }]);
    const team = { type: 'team', team: 'web', projects: [shop], eventId: 'e1', position: 1, time: '' };
    await sql`
      insert into memory_decisions (event_id, position, type, time, decision)
      values ('e1', 1, 'team', now(), ${JSON.stringify(team)})`.execute(trx);
    await sql`
      insert into memory_sessions (session, facts, last_position, project) values ('test:secret', 1, 1, ${other})
    `.execute(trx);
  });
  const verifier = { verify: async (token: string) => tokens[token] };
  const parts = {
    db,
    log: new MemoryLog(),
    allow: (scope: Parameters<typeof requireScope>[1]) => requireScope(verifier, scope),
    host: '127.0.0.1',
    publicHosts: [],
    logger: { error: () => {} },
  };
  app = createApp(parts);
  addRecallRoutes(app, parts);
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function ask(token: string, body: object) {
  const response = await app.request('http://127.0.0.1/v1/recall', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return { status: response.status, body: (await response.json()) as any };
}

async function get(token: string, query: string) {
  const response = await app.request(`http://127.0.0.1/v1/recall?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return { status: response.status, body: (await response.json()) as any };
}

const titles = ({ body }: { body: { hits: { title: string }[] } }) => body.hits.map(({ title }) => title).sort();

test('a token of one project is told what holds there: of the project, its teams and everyone', async () => {
  expect(titles(await ask('shop', { query: 'rounded amounts' }))).toEqual(['of all', 'of the shop', 'of the team']);
  expect(titles(await ask('shop', { query: 'rounded amounts', actor: 'ada' }))).toEqual([
    "ada's",
    'of all',
    'of the shop',
    'of the team',
  ]);
});

test('it may not ask for another project, nor in a session of one', async () => {
  expect(await ask('shop', { query: 'rounded', project: other })).toMatchObject({
    status: 403,
    body: { error: { code: 'forbidden' } },
  });
  expect(titles(await ask('shop', { query: 'rounded', session: 'test:secret' }))).toEqual([
    'of all',
    'of the shop',
    'of the team',
  ]);
  expect((await ask('hook', { query: 'rounded' })).status).toBe(403);
});

test('a token of all projects asks in one of them, or only for what holds everywhere', async () => {
  const inOther = titles(await ask('everywhere', { query: 'rounded', project: other }));

  expect(inOther).toContain('of another');
  expect(inOther).not.toContain('of the team');
  expect(inOther).toHaveLength(3);
  expect(titles(await ask('everywhere', { query: 'rounded' }))).toEqual(['of all']);
});

test('the address asks the same as a body', async () => {
  const asked = 'q=rounded&kind=decision&file=src/a.ts&file=src/b.ts&limit=2&tokens=500';

  const { status, body } = await get('shop', asked);

  expect(status).toBe(200);
  expect(body).toEqual(
    (
      await ask('shop', {
        query: 'rounded',
        kinds: ['decision'],
        files: ['src/a.ts', 'src/b.ts'],
        limit: 2,
        tokens: 500,
      })
    ).body,
  );
  expect(body.hits).toHaveLength(2);
  expect(body.hits[0].why.map(({ arm }: { arm: string }) => arm)).toEqual(['anchor', 'words']);
});

test('what cannot be meant is refused with what was expected', async () => {
  expect(await ask('shop', {})).toMatchObject({
    status: 400,
    body: { error: { message: 'found nothing to look for, expected words or something named exactly' } },
  });
  expect((await get('shop', 'q=x&kind=wisdom')).status).toBe(400);
  expect((await get('shop', 'q=x&limit=0')).status).toBe(400);
  expect((await ask('shop', { query: 'x'.repeat(20_001) })).status).toBe(422);
});
