import { type Grant, requireScope, type Scope } from '@hookline/access';
import { archive, type Database, ensurePartitions, openDatabase } from '@hookline/db';
import { MemoryLog } from '@hookline/log';
import { derivers } from '@hookline/memory';
import { foldStale, keepFigures, observeNext, takeBatch } from '@hookline/recall';
import { createRedactor } from '@hookline/redaction';
import { type CloudEvent, newEvent, parseType, type RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { memoryRoutes } from './index.ts';

const shop = 'github.com/acme/shop';
const other = 'github.com/acme/other';

const grantOf = (kind: Grant['kind'], scopes: readonly Scope[], project?: string): Grant => ({
  tokenId: `${kind} ${scopes} ${project}`,
  name: `${kind}'s`,
  kind,
  tenant: 'default',
  scopes,
  ...(project !== undefined && { project }),
});
const tokens: Readonly<Record<string, Grant>> = {
  admin: grantOf('edge', ['admin']),
  ann: grantOf('person', ['recall', 'read'], shop),
  everywhere: grantOf('person', ['recall', 'read']),
  stranger: grantOf('person', ['recall', 'read'], other),
  recaller: grantOf('person', ['recall'], shop),
  edge: grantOf('edge', ['ingest', 'recall'], shop),
  machine: grantOf('service', ['recall', 'read'], shop),
  zoe: { ...grantOf('person', ['recall', 'read'], shop), tokenId: 'zoe', name: 'zoe@acme.com' },
  shopAdmin: grantOf('person', ['admin'], shop),
};

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
type Body = any;

/** The routes over a real database; the log is read when a test says so. */
async function open() {
  const stack = new AsyncDisposableStack();
  const db: Database = stack.use(await openDatabase(stack.use(await testDatabase()).url));
  const log = stack.use(new MemoryLog());
  const verifier = { verify: async (token: string) => tokens[token] };
  const app = memoryRoutes({
    db,
    log,
    redactor: createRedactor({ key: 'k'.repeat(32) }),
    allow: (scope) => requireScope(verifier, scope),
    host: '127.0.0.1',
    publicHosts: [],
    logger: {
      error: ({ err }: { err?: unknown }) => {
        throw err;
      },
    },
  });
  const request = async (method: string, path: string, token: string, body?: object, headers: object = {}) => {
    const response = await app.request(`http://127.0.0.1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const events = async (): Promise<CloudEvent[]> => {
    const { last } = await log.head();
    return (await Promise.all(Array.from({ length: last }, (_, at) => log.get(at + 1)))).flatMap(
      (one) => one?.event ?? [],
    );
  };
  let read = 0;
  const settle = async () => {
    const { last } = await log.head();
    const batch: RecordedEvent[] = [];
    for (; read < last; read += 1) batch.push((await log.get(read + 1))!);
    await db.transaction((trx) => takeBatch(trx, batch));
    while ((await observeNext(db, derivers, keepFigures, { all: true })) !== undefined);
    while ((await foldStale(db, derivers, async () => {})) > 0);
  };
  return {
    db,
    log,
    events,
    settle,
    get: async (path: string, token = 'admin') => await request('GET', path, token),
    text: async (path: string, token: string) =>
      await (await app.request(`http://127.0.0.1${path}`, { headers: { authorization: `Bearer ${token}` } })).text(),
    post: async (path: string, body: object, token = 'admin', headers?: object) =>
      await request('POST', path, token, body, headers),
    put: async (path: string, body: object, token = 'admin') => await request('PUT', path, token, body),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function ran(session: number, project = shop, actor = 'ann@acme.com'): CloudEvent {
  return newEvent({
    kind: 'tool.finished',
    id: `run-${project}-${session}`,
    source: 'urn:hookline:test',
    time: `2026-11-2${session}T10:00:00.000Z`,
    origin: 'hook',
    project,
    session: `codex:${project}-${session}`,
    actor,
    data: {
      call: 'c',
      tool: 'Bash',
      effects: [{ type: 'process.exec', object: 'npm test' }],
      outcome: 'ok',
      durationMs: 2_000,
    },
  });
}

/** A bus that knows of `npm test`, seen in three sessions, and the memory of it. */
async function openWithMemory() {
  const bus = await open();
  await bus.log.append([ran(1), ran(2), ran(3), ran(1, other)]);
  await bus.settle();
  const listed = await bus.get(`/v1/memory?project=${shop}`);
  return { ...bus, memory: listed.body.memories[0], [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
}

describe('a memory', () => {
  test('is answered with its evidence, why it has its status, and what it takes', async () => {
    await using bus = await openWithMemory();

    expect(bus.memory).toMatchObject({
      kind: 'command',
      label: 'Command',
      project: shop,
      scope: `project:${shop}`,
      status: 'active',
      statusNow: 'active',
      activates: 'itself',
      evidence: 3,
      lastDecision: null,
    });
    expect(bus.memory.explanation).toContain('seen in 3 sessions');
    expect(bus.memory).not.toHaveProperty('keywords');
    const why = await bus.get(`/v1/memory/${bus.memory.shortId}/why`, 'ann');
    expect(why.body.evidence).toHaveLength(3);
    expect((await bus.get(`/v1/memory/${bus.memory.id}`, 'stranger')).status).toBe(404);
    expect((await bus.get(`/v1/memory/${bus.memory.id}/why`, 'stranger')).status).toBe(404);
    expect((await bus.get(`/v1/memory?project=${shop}`, 'stranger')).status).toBe(403);
    expect((await bus.get('/v1/memory', 'stranger')).body.memories).toMatchObject([{ project: other }]);
    expect((await bus.get('/v1/memory/mem_nothing')).status).toBe(404);
    expect((await bus.get('/v1/memory?kind=commands')).body.error.message).toContain('"commands"');
  });

  test('is shown as it was believed at a position, and what changed since', async () => {
    await using bus = await openWithMemory();
    const { id } = bus.memory;

    expect((await bus.get(`/v1/memory/${id}?at=0`)).status).toBe(404);
    expect((await bus.get(`/v1/memory/${id}?at=1`)).body).toMatchObject({ status: 'proposed', evidence: 1 });
    expect((await bus.get(`/v1/memory/${id}?at=3`)).body).toEqual(bus.memory);
    expect((await bus.get(`/v1/memory?at=1&project=${shop}`)).body.memories).toMatchObject([{ id, evidence: 1 }]);
    expect((await bus.get('/v1/memory?at=1')).status).toBe(400);
    const { body } = await bus.get(`/v1/memory/${id}/diff?from=1`);
    expect(body).toMatchObject({ from: 1, to: 4, before: true, after: true, evidence: { added: [2, 3], removed: [] } });
    expect(body.changes).toContainEqual({ field: 'status', before: 'proposed', after: 'active' });
  });
});

describe('deciding', () => {
  test.each([
    ['an administrator', 'admin', 202],
    ['a person of the project', 'ann', 202],
    ['a person of all projects', 'everywhere', 202],
    ['a person of another project', 'stranger', 404],
    ['a person who may only recall', 'recaller', 403],
    ['an edge', 'edge', 403],
    ['a service', 'machine', 403],
    ['an administrator of the project', 'shopAdmin', 202],
  ])('is for people: %s', async (_, token, status) => {
    await using bus = await openWithMemory();

    const answer = await bus.post(`/v1/memory/${bus.memory.id}/decisions`, { action: 'retire' }, token);

    expect(answer.status).toBe(status);
    await bus.settle();
    const now = (await bus.get(`/v1/memory/${bus.memory.id}`)).body;
    expect(now.status).toBe(status === 202 ? 'retired' : 'active');
  });

  test('is an event of the log with who decided, and takes effect through the fold', async () => {
    await using bus = await openWithMemory();
    const path = `/v1/memory/${bus.memory.shortId}/decisions`;
    const headers = { 'x-hookline-person': encodeURIComponent('Zoë\u202e\nŁuk') };

    const answer = await bus.post(
      path,
      { action: 'edit', statement: 'Run `npm test`,\n twice', reason: 'flaky' },
      'ann',
      headers,
    );
    expect(answer).toMatchObject({ status: 202, body: { position: 5 } });
    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toEqual(bus.memory);
    await bus.settle();

    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toMatchObject({
      statement: 'Run `npm test`, twice',
      edited: true,
      origin: 'person',
      explanation: 'active: a person approved it',
      lastDecision: 5,
    });
    const event = (await bus.events()).at(-1)!;
    expect(parseType(event.type)?.kind).toBe('memory.curated');
    expect(event).toMatchObject({ origin: 'api', project: shop, data: { by: "Zoë Łuk (person's)", reason: 'flaky' } });
  });

  test('back and forth comes out as decided last', async () => {
    await using bus = await openWithMemory();
    const path = `/v1/memory/${bus.memory.id}/decisions`;

    for (const action of ['approve', 'reject', 'approve', 'reject']) await bus.post(path, { action });
    await bus.settle();
    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toMatchObject({ status: 'retired', reason: 'curated' });
    await bus.post(path, { action: 'restore' });
    await bus.settle();
    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toMatchObject({ status: 'active', reason: 'support' });
  });

  test.each([
    ['an edit without words', { action: 'edit' }, 'statement: found none'],
    ['a merge into nothing', { action: 'merge' }, 'into: found none'],
    ['a merge into itself', { action: 'merge', into: 'SELF' }, 'expected another one'],
    ['a merge into what is of another project', { action: 'merge', into: 'OTHER' }, 'only alike can be merged'],
    ['a move to no scope', { action: 'move', scope: 'everywhere' }, 'expected organisation, team:<name>'],
    ['a move to a team that is none', { action: 'move', scope: 'team:web' }, 'there is no team "web"'],
  ])('refuses %s', async (_, body, issue) => {
    await using bus = await openWithMemory();
    const [theirs] = (await bus.get(`/v1/memory?project=${other}`)).body.memories;
    const named: Readonly<Record<string, string>> = { SELF: bus.memory.id, OTHER: theirs.id };
    const into = 'into' in body ? { into: named[body.into!] } : {};

    const answer = await bus.post(`/v1/memory/${bus.memory.id}/decisions`, { ...body, ...into });

    expect(answer.status).toBe(422);
    expect(answer.body.error.issues[0]).toContain(issue);
    expect((await bus.log.head()).last).toBe(4);
  });

  test('does not let a person of one project tell others', async () => {
    await using bus = await openWithMemory();
    const path = `/v1/memory/${bus.memory.id}/decisions`;
    await bus.put('/v1/memory/teams/web', { projects: [shop, other] });
    await bus.settle();

    for (const scope of ['organisation', 'team:web', `project:${other}`, `person:bob@${other}`]) {
      expect([scope, (await bus.post(path, { action: 'move', scope }, 'ann')).status]).toEqual([scope, 403]);
    }
    expect((await bus.post(path, { action: 'move', scope: `person:ann@${shop}` }, 'ann')).status).toBe(202);
    expect((await bus.post(path, { action: 'move', scope: 'organisation' })).status).toBe(202);
    await bus.settle();
    expect((await bus.get(`/v1/memory/${bus.memory.id}`, 'stranger')).body).toMatchObject({
      scope: 'organisation:default',
    });
  });
});

describe('remembering', () => {
  const told = { statement: 'Deploy with `make ship`', as: 'directive', about: 'deploy' };

  test.each([
    ['a person', 'ann', undefined, 'person'],
    ['an agent with the token of a person', 'ann', 'agent', 'agent'],
    ['an edge', 'edge', undefined, 'agent'],
    ['an edge that says it is a person', 'edge', 'person', 'agent'],
    ['who may only recall, as a person', 'recaller', 'person', 'agent'],
  ])('is in the name of %s', async (_, token, by, expected) => {
    await using bus = await open();

    const answer = await bus.post('/v1/memory/remember', { ...told, ...(by !== undefined && { by }) }, token);

    expect(answer.status).toBe(202);
    const [event] = await bus.events();
    expect(event).toMatchObject({
      project: shop,
      session: '-',
      trust: expected === 'person' ? 'user' : 'agent',
      data: { by: expected },
    });
  });

  test('takes secrets out', async () => {
    await using bus = await open();
    const secret = 'AKIAIOSFODNN7QWERTYZ';

    await bus.post('/v1/memory/remember', { ...told, statement: `Use ${secret} for it`, why: secret }, 'ann');

    const [event] = await bus.events();
    expect(JSON.stringify(event)).not.toContain(secret);
    expect((event!.data as { statement: string }).statement).toMatch(/^Use «secret:/);
  });

  test('is refused into a session of another project, and where nobody says what it is of', async () => {
    await using bus = await openWithMemory();
    const session = `codex:${other}-1`;

    expect((await bus.post('/v1/memory/remember', { ...told, session }, 'ann')).status).toBe(403);
    expect((await bus.post('/v1/memory/remember', told, 'everywhere')).status).toBe(422);
    expect((await bus.post('/v1/memory/remember', { ...told, scope: 'person' }, 'ann')).status).toBe(422);
    expect((await bus.post('/v1/memory/remember', { ...told, project: other }, 'ann')).status).toBe(403);
    expect(
      (await bus.post('/v1/memory/remember', { ...told, session: `codex:${shop}-1`, scope: 'person' }, 'ann')).status,
    ).toBe(202);
    expect((await bus.events()).at(-1)).toMatchObject({ actor: 'ann@acme.com', session: `codex:${shop}-1` });
  });
});

test('a verdict of one voice counts once a day, whatever it notes and wherever it is raised', async () => {
  await using bus = await openWithMemory();
  const path = `/v1/memory/${bus.memory.id}/verdicts`;

  for (const token of ['edge', 'edge', 'edge', 'ann']) await bus.post(path, { verdict: 'harmful' }, token);
  for (const note of ['a', 'b']) await bus.post(path, { verdict: 'harmful', note, session: `codex:${note}` }, 'edge');
  await bus.settle();

  expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toMatchObject({ harmful: 2, status: 'active' });
});

describe('revoking', () => {
  test('shows what it would do, does it, and takes it back', async () => {
    await using bus = await openWithMemory();
    const session = `codex:${shop}-1`;
    const preview = await bus.get(`/v1/memory/affected?session=${session}`, 'ann');
    expect(preview.body).toMatchObject({
      total: 1,
      memories: [{ becomes: 'demoted', after: { status: 'proposed' }, shownTo: [] }],
    });

    await bus.post('/v1/memory/revocations', { sessions: [session], reason: 'poisoned' }, 'ann');
    await bus.settle();
    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toMatchObject({ status: 'proposed', evidence: 2 });
    expect((await bus.get('/v1/memory/revocations', 'ann')).body).toMatchObject({
      sessions: [session],
      history: [{ by: "person's", reason: 'poisoned', undone: false }],
    });
    expect((await bus.get('/v1/memory/revocations', 'stranger')).body).toEqual({
      sessions: [],
      actors: [],
      revocations: [],
      history: [],
    });

    await bus.post('/v1/memory/revocations', { sessions: [session], reason: 'was fine', undone: true }, 'ann');
    await bus.settle();
    expect((await bus.get(`/v1/memory/${bus.memory.id}`)).body).toEqual(bus.memory);
  });

  test('of people, and of sessions of other projects, is not for a person of one project', async () => {
    await using bus = await openWithMemory();
    const revoke = async (body: object, token: string) =>
      (await bus.post('/v1/memory/revocations', { reason: 'poisoned', ...body }, token)).status;

    expect(await revoke({ actors: ['ann@acme.com'] }, 'ann')).toBe(403);
    expect(await revoke({ sessions: [`codex:${other}-1`] }, 'ann')).toBe(403);
    expect(await revoke({ sessions: ['codex:nobody-knows'] }, 'ann')).toBe(403);
    expect(await revoke({ sessions: [`codex:${shop}-1`] }, 'edge')).toBe(403);
    expect(await revoke({}, 'admin')).toBe(422);
    expect(await revoke({ actors: ['ann@acme.com'] }, 'admin')).toBe(202);
  });
});

test('teams and names of projects settle what is told where: administrators of the installation only', async () => {
  await using bus = await openWithMemory();
  for (const token of ['ann', 'everywhere', 'shopAdmin', 'edge']) {
    expect((await bus.put('/v1/memory/teams/web', { projects: [shop] }, token)).status).toBe(403);
    expect((await bus.put('/v1/memory/aliases', { alias: other, project: shop }, token)).status).toBe(403);
  }

  await bus.put('/v1/memory/teams/web', { projects: [shop, other] });
  await bus.put('/v1/memory/aliases', { alias: other, project: shop });
  await bus.settle();

  expect((await bus.get('/v1/memory/teams')).body).toEqual({ teams: [{ team: 'web', projects: [other, shop] }] });
  expect((await bus.get('/v1/memory/teams', 'ann')).body).toEqual({ teams: [{ team: 'web', projects: [shop] }] });
  expect((await bus.get('/v1/memory/aliases')).body).toEqual({ aliases: [{ alias: other, project: shop }] });
  expect((await bus.get(`/v1/memory?project=${shop}`)).body.memories).toMatchObject([{ evidence: 4 }]);
});

test('the feedback report is honest about what it does not know', async () => {
  await using bus = await openWithMemory();

  const { body } = await bus.get('/v1/memory/report/feedback', 'ann');

  expect(body.sessions).toEqual({ told: 0, heldOut: 0 });
  expect(body.measures[0]).toMatchObject({ name: 'failures', verdict: 'too-few' });
  expect(body.measures[0].sentence).toContain('too few to tell');
});

test('a procedure is shown as a skill; that it was handed over is an event that only a person writes', async () => {
  await using bus = await openWithMemory();
  await bus.post(
    '/v1/memory/remember',
    { statement: 'Run make ship, then watch the pipeline', as: 'procedure', about: 'ship' },
    'ann',
  );
  await bus.settle();
  const [procedure] = (await bus.get(`/v1/memory?kind=procedure&project=${shop}`)).body.memories;

  const skill = (await bus.get(`/v1/memory/${procedure.id}/skill`, 'ann')).body;
  expect(skill).toMatchObject({ state: 'draft', path: `.agents/skills/${skill.name}/SKILL.md`, published: [] });
  expect(skill.markdown).toContain('watch the pipeline');
  expect((await bus.get(`/v1/memory/${bus.memory.id}/skill`)).status).toBe(422);

  const publication = { as: 'file', path: skill.path, hash: skill.hash };
  expect((await bus.post(`/v1/memory/${procedure.id}/skill/published`, publication, 'edge')).status).toBe(403);
  expect((await bus.post(`/v1/memory/${procedure.id}/skill/published`, publication, 'ann')).status).toBe(202);
  await bus.settle();
  expect((await bus.get(`/v1/memory/${procedure.id}/skill`)).body).toMatchObject({
    state: 'trial',
    published: [{ ...publication, by: "person's" }],
  });
});

test('a block for AGENTS.md and an audit of junk are to be had', async () => {
  await using bus = await openWithMemory();

  expect((await bus.get('/v1/memory/report/junk', 'ann')).body).toMatchObject({ active: 1, junk: 0, findings: [] });
  const block = await bus.text('/v1/memory/agents-md', 'ann');
  expect(block).toContain('npm test');
  expect(block.split('\n').at(-1)).toBe('<!-- hookline:end -->');
});

describe('a person with a token of their own', () => {
  const told = { statement: 'Deploy with `make ship`', as: 'directive', about: 'deploy', scope: 'person' };

  test.each([
    ['for themselves', 'zoe', { actor: 'zoe@acme.com' }, 'person'],
    ['for somebody else', 'zoe', { actor: 'ann@acme.com' }, 'agent'],
    ['in a session of somebody else', 'zoe', { session: `codex:${shop}-1` }, 'agent'],
    ['for whom a header names', 'zoe', {}, 'agent', { 'x-hookline-person': 'ann%40acme.com' }],
    ['for anybody, as an administrator', 'admin', { actor: 'ann@acme.com', project: shop }, 'person'],
  ])('speaks %s', async (_, token, whose, by, headers: object = {}) => {
    await using bus = await openWithMemory();

    const answer = await bus.post('/v1/memory/remember', { ...told, ...whose }, token, headers);
    await bus.settle();

    expect(answer).toMatchObject({ status: 202, body: { by } });
    const listed = await bus.get(`/v1/memory?kind=directive&project=${shop}`);
    expect(listed.body.memories).toMatchObject([{ status: by === 'person' ? 'active' : 'proposed' }]);
    const event = (await bus.events()).at(-1)!;
    expect(event).toMatchObject({ trust: by === 'person' ? 'user' : 'agent', data: { by } });
    expect(event.actor).not.toContain('%');
  });

  test('is one person, however many names they give', async () => {
    await using bus = await openWithMemory();
    const project = { ...told, scope: 'project' };

    for (const actor of [undefined, 'bob', 'carol'])
      await bus.post('/v1/memory/remember', { ...project, actor }, 'zoe');
    await bus.settle();

    const [directive] = (await bus.get('/v1/memory?kind=directive', 'zoe')).body.memories;
    expect(directive).toMatchObject({ status: 'proposed', reason: 'needs-review' });
  });
});

test('an approval covers what was shown, and no more than there is', async () => {
  await using bus = await openWithMemory();
  const path = `/v1/memory/${bus.memory.id}/decisions`;

  for (const seen of [undefined, 1, 9_999]) await bus.post(path, { action: 'approve', seen }, 'ann');
  await bus.post(path, { action: 'retire' }, 'ann');

  const written = (await bus.events()).slice(4).map(({ data }) => (data as { seen?: number }).seen);
  expect(written).toEqual([3, 1, 3, undefined]);
});

describe('a token of one project', () => {
  test('writes into no session of others, nor into one that is nobody’s yet', async () => {
    await using bus = await openWithMemory();
    const events = [ran(1, other), { ...ran(1, '-'), id: 'of nobody' }, ran(1)].map((event, at) => ({
      position: at + 1,
      event,
    }));
    await ensurePartitions(bus.db, events, new Date());
    await bus.db.transaction((trx) => archive(trx, events, new Date()));
    const verdicts = `/v1/memory/${bus.memory.id}/verdicts`;
    const told = { statement: 'Deploy with `make ship`', as: 'fact' };
    const written = async (session: string) => [
      (await bus.post(verdicts, { verdict: 'helpful', session }, 'edge')).status,
      (await bus.post('/v1/memory/remember', { ...told, session }, 'edge')).status,
    ];

    expect(await written(`codex:${other}-1`)).toEqual([403, 403]);
    expect(await written('codex:--1')).toEqual([403, 403]);
    expect(await written(`codex:${shop}-1`)).toEqual([202, 202]);
    expect(await written('codex:begins-now')).toEqual([202, 202]);
  });

  test('is told what others share with it, and nothing of how it came about', async () => {
    await using bus = await openWithMemory();
    const path = `/v1/memory/${bus.memory.id}`;
    await bus.put('/v1/memory/teams/web', { projects: [shop, other] });
    await bus.post(`${path}/decisions`, { action: 'edit', statement: 'Our key is 4711', reason: 'by zoe' });
    await bus.post(`${path}/decisions`, { action: 'edit', statement: 'Run `npm test`' });
    await bus.settle();
    await bus.post(`${path}/decisions`, { action: 'move', scope: 'team:web' });
    await bus.settle();
    const [{ details }] = (await bus.get(`/v1/memory?project=${shop}`, 'ann')).body.memories;
    expect(details).not.toEqual({});

    const listed = (await bus.get('/v1/memory', 'stranger')).body.memories;
    expect(listed.find(({ id }: { id: string }) => id === bus.memory.id)).toMatchObject({
      title: 'Run `npm test`',
      statement: 'Run `npm test`',
      details: {},
    });
    expect((await bus.get(path, 'stranger')).body.details).toEqual({});
    expect((await bus.get(`${path}/why`, 'stranger')).body).toMatchObject({
      memory: { details: {} },
      evidence: [{ role: 'curation' }],
      decisions: [{ action: 'move' }],
      hiddenSessions: 3,
    });
    for (const past of ['?at=5', '/diff?from=5', '/skill']) {
      expect([past, (await bus.get(`${path}${past}`, 'stranger')).status]).toEqual([past, 403]);
    }
  });

  test('moves nothing into a session of others', async () => {
    await using bus = await openWithMemory();
    const path = `/v1/memory/${bus.memory.id}/decisions`;

    for (const session of [`codex:${other}-1`, 'codex:nobody-knows']) {
      const answer = await bus.post(path, { action: 'move', scope: `session:${session}` }, 'ann');
      expect([session, answer.status]).toEqual([session, 422]);
    }
    expect((await bus.post(path, { action: 'move', scope: `session:codex:${shop}-2` }, 'ann')).status).toBe(202);
  });

  test('learns nothing of others from what is like its memory, whom it was shown to, or what it may not revoke', async () => {
    await using bus = await openWithMemory();
    const [theirs] = (await bus.get(`/v1/memory?project=${other}`)).body.memories;
    await bus.put('/v1/memory/teams/web', { projects: [other] });
    await bus.settle();
    for (const { id } of [theirs, bus.memory]) {
      await bus.post(`/v1/memory/${id}/decisions`, { action: 'move', scope: 'team:web' });
    }
    const shown = (project: string) =>
      newEvent({
        kind: 'memory.injected',
        id: `shown-${project}`,
        source: 'urn:hookline:test',
        time: '2026-11-25T10:00:00.000Z',
        origin: 'hook',
        project,
        session: `codex:${project}-1`,
        data: { surface: 'prompt', memories: [bus.memory.id], tokens: 9, text: '' },
      });
    await bus.log.append([shown(shop), shown(other)]);
    await bus.settle();
    const similar = async (token: string) =>
      (await bus.get(`/v1/memory/${bus.memory.id}/similar`, token)).body.similar.map(
        ({ memory }: { memory: { project: string } }) => memory.project,
      );
    const shownTo = async (token: string) =>
      (await bus.get(`/v1/memory/affected?session=codex:${shop}-1`, token)).body.shownTo;

    expect([await similar('admin'), await similar('ann')]).toEqual([[other], []]);
    expect((await shownTo('admin')).toSorted()).toEqual([`codex:${other}-1`, `codex:${shop}-1`]);
    expect(await shownTo('ann')).toEqual([`codex:${shop}-1`]);
    const refused = await bus.post('/v1/memory/revocations', { sessions: [`codex:${other}-1`], reason: 'x' }, 'ann');
    const unknown = await bus.post('/v1/memory/revocations', { sessions: ['codex:nobody'], reason: 'x' }, 'ann');
    expect([refused.status, refused.body]).toEqual([403, unknown.body]);
    expect(JSON.stringify(refused.body)).not.toContain(other);
  });
});
