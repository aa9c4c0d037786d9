import { type Grant, requireScope } from '@hookline/access';
import { openDatabase } from '@hookline/db';
import { derivers, saidOf, shortId, storyOf } from '@hookline/memory';
import { foldStale, indexSaid, keepFigures, observeNext, readFacts, takeBatch } from '@hookline/recall';
import { type DataOf, type Kind, newEvent, type RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryRoutes } from './index.ts';

const shop = 'github.com/acme/shop';
const other = 'github.com/acme/other';
const grant = (project?: string): Grant => ({
  tokenId: String(project),
  name: 'a test',
  kind: 'person',
  tenant: 'default',
  scopes: ['recall'],
  ...(project !== undefined && { project }),
});
const tokens: Readonly<Record<string, Grant>> = { shop: grant(shop), other: grant(other), everywhere: grant() };

const resources = new AsyncDisposableStack();
let app: ReturnType<typeof memoryRoutes>;
let history: RecordedEvent[];
let memory: string;
beforeAll(async () => {
  const db = resources.use(await openDatabase(resources.use(await testDatabase()).url));
  const keep = async (events: readonly RecordedEvent[]) => {
    await db.transaction(async (trx) => {
      for (const { position, event } of events)
        await sql`insert into events (position, id, kind, version, tenant, project, session, time, recorded_at, order_key, event)
          values (${position}, ${event.id}, ${event.type}, 1, 'default', ${event.project}, ${event.session}, ${event.time},
            ${event.time}, '', ${JSON.stringify(event)})`.execute(trx);
      await takeBatch(trx, events);
    });
    while ((await observeNext(db, derivers, keepFigures, { all: true })) !== undefined);
    while ((await foldStale(db, derivers, async () => {})) > 0);
    for (const session of new Set(events.map(({ event }) => event.session)))
      await db.transaction(async (trx) => {
        const story = storyOf(await readFacts(trx, session));
        await indexSaid(trx, session, story === undefined ? [] : saidOf(story));
      });
  };
  history = [
    ...worked('codex:1', shop, 'ann', 'round the totals of the basket', 'src/cart.ts', 'src/money.ts'),
    ...worked('codex:2', shop, 'bob', 'the basket shows the totals of yesterday', 'src/cart.ts'),
    ...worked('codex:3', shop, 'bob', 'let people sign in with a passkey', 'src/session.ts'),
    ...worked('codex:4', other, 'eve', 'round the totals of the basket', 'src/secret.ts'),
  ];
  await keep(history);
  const { rows } = await sql<{ id: string }>`
    select id from memories where kind = 'episode' and about = 'codex:1'`.execute(db.kysely);
  memory = rows[0]!.id;
  const told = [
    happened('memory.injected', 'codex:2', shop, 'bob', {
      surface: 'prompt',
      about: 'the basket',
      memories: [shortId(memory), 'mem_aaaaaaaa'],
      tokens: 40,
    }),
    happened('memory.injected', 'codex:4', other, 'eve', {
      surface: 'session-start',
      memories: [shortId(memory)],
      tokens: 30,
      heldOut: true,
    }),
  ];
  await keep(told);
  history.push(...told);
  app = memoryRoutes({
    db,
    log: undefined as never,
    allow: (scope) => requireScope({ verify: async (token: string) => tokens[token] }, scope),
    host: '127.0.0.1',
    publicHosts: [],
    logger: {
      error: ({ err }: { err?: unknown }) => {
        throw err;
      },
    },
  });
});
afterAll(() => resources.disposeAsync());

let last = 0;
function happened<K extends Kind>(kind: K, session: string, project: string, actor: string, data: DataOf<K>) {
  last += 1;
  const time = new Date(Date.now() - 3_600_000 + last * 1_000).toISOString();
  const attributes = { id: `event-${last}`, source: 'urn:hookline:test', origin: 'hook' as const };
  return { position: last, event: newEvent({ ...attributes, kind, time, session, project, actor, data } as never) };
}

/** A session that was asked something, and changed these files. */
function worked(session: string, project: string, actor: string, text: string, ...paths: string[]): RecordedEvent[] {
  return [
    happened('prompt.submitted', session, project, actor, { text: `${text} ${long}`, by: 'person' }),
    ...paths.map((path) => happened('file.written', session, project, actor, { path, how: 'edit' })),
    happened('turn.ended', session, project, actor, {} as never),
  ];
}

/** So long that the index keeps the beginning only. */
const long = 'please '.repeat(600).trim();

async function ask(method: string, path: string, token: string, body?: object) {
  const response = await app.request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return { status: response.status, body: (await response.json()) as any };
}

test('what was said is opened whole, with who said it, when and where', async () => {
  const { status, body } = await ask('GET', '/v1/memory/said/1', 'shop');

  expect(status).toBe(200);
  expect(body).toEqual({
    id: 'said_1',
    position: 1,
    scope: `project:${shop}`,
    session: 'codex:1',
    actor: 'ann',
    time: history[0]!.event.time,
    by: 'person',
    trust: 'user',
    text: `round the totals of the basket ${long}`,
    whole: true,
  });
});

test('what was said in another project is not there, nor are events in which nobody said anything', async () => {
  const elsewhere = history.find(({ event }) => event.session === 'codex:4')!.position;

  expect((await ask('GET', `/v1/memory/said/${elsewhere}`, 'everywhere')).body.session).toBe('codex:4');
  expect((await ask('GET', `/v1/memory/said/${elsewhere}`, 'shop')).status).toBe(404);
  expect((await ask('GET', '/v1/memory/said/2', 'everywhere')).status).toBe(404);
  expect((await ask('GET', '/v1/memory/said/999', 'everywhere')).status).toBe(404);
});

test('a session says what its agent was told, why, and what came of it', async () => {
  const { status, body } = await ask('GET', '/v1/memory/told?session=codex:2', 'shop');

  expect(status).toBe(200);
  expect(body.told).toMatchObject([
    {
      surface: 'prompt',
      about: 'the basket',
      heldOut: false,
      tokens: 40,
      memories: [
        { memory, kind: 'episode', outcome: expect.toBeOneOf(['helpful', 'harmful', 'ignored']) },
        { memory: 'mem_aaaaaaaa', kind: null, title: null, statement: null, outcome: null },
      ],
    },
  ]);
  expect(body.told[0].memories[0].statement).toContain('src/cart.ts');
  expect((await ask('GET', '/v1/memory/told?session=codex:1', 'shop')).body).toEqual({ told: [] });
});

test('a session of another project is not there, and memories of other projects keep their words', async () => {
  expect((await ask('GET', '/v1/memory/told?session=codex:2', 'other')).status).toBe(404);
  expect((await ask('GET', '/v1/memory/told?session=codex:9', 'other')).status).toBe(404);

  const { body } = await ask('GET', '/v1/memory/told?session=codex:4', 'other');
  expect(body.told).toMatchObject([{ heldOut: true, memories: [{ memory: shortId(memory), title: null }] }]);
});

test('some work is likely to change what work like it changed, in this project', async () => {
  const { status, body } = await ask('POST', '/v1/recall/files', 'shop', {
    prompt: 'the totals are wrong',
    actor: 'ann',
  });

  expect(status).toBe(200);
  expect(body.files[0]).toMatchObject({
    path: 'src/cart.ts',
    why: ['similar-work', 'often'],
    sessions: ['codex:1', 'codex:2'],
  });
  expect(JSON.stringify(body)).not.toContain('secret');
});

test('files are of one project, and a token of one project asks in that only', async () => {
  const prompt = 'the totals are wrong';

  expect((await ask('POST', '/v1/recall/files', 'everywhere', { prompt })).body.error.message).toMatch(/no project/);
  expect((await ask('POST', '/v1/recall/files', 'shop', { prompt, project: other })).status).toBe(403);
  const elsewhere = await ask('POST', '/v1/recall/files', 'everywhere', { prompt, project: other, limit: 1 });
  expect(elsewhere.body.files).toMatchObject([{ path: 'src/secret.ts' }]);
});
