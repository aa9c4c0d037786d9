import { ensureAccessTables, ensureInstallToken } from '@hookline/access';
import { openDatabase } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import type { Memory } from '@hookline/memory';
import { memoryProgress } from '@hookline/recall';
import { type CloudEvent, newEvent } from '@hookline/schemas';
import { runServices } from '@hookline/service';
import { eventually, startTestNats, tempDir, testDatabase } from '@hookline/testing';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { memory } from './memory.ts';

const project = 'github.com/acme/shop';

/** A call of `command` in the `session`-th session. */
function ran(id: string, session: number, command: string, ok = true): CloudEvent {
  const call = { call: id, tool: 'Bash', effects: [{ type: 'process.exec' as const, object: command }] };
  const attributes = {
    id,
    source: 'urn:hookline:devbox:claude-code',
    time: `2026-11-2${session}T10:00:00.000Z`,
    origin: 'hook' as const,
    project,
    session: `claude-code:${session}`,
    actor: 'ann',
  };
  return ok
    ? newEvent({ ...attributes, kind: 'tool.finished', data: { ...call, outcome: 'ok', durationMs: 2_000 } })
    : newEvent({
        ...attributes,
        kind: 'tool.failed',
        data: { ...call, outcome: 'failed', stage: 'ran', error: 'Exit code 1' },
      });
}

async function openBus() {
  const stack = new AsyncDisposableStack();
  const nats = stack.use(await startTestNats());
  const home = stack.use(await tempDir());
  const log = stack.use(await JetStreamLog.open({ ...nats.connection }));
  const natsUrl = new URL(nats.url);
  natsUrl.username = nats.connection.user ?? '';
  natsUrl.password = nats.connection.pass ?? '';
  return {
    log,
    async start() {
      const database = stack.use(await testDatabase());
      const db = stack.use(await openDatabase(database.url));
      await ensureAccessTables(db);
      const token = await ensureInstallToken(db, home.path);
      const env = {
        HOOKLINE_HOME: home.path,
        HOOKLINE_PORT: '0',
        HOOKLINE_NATS_URL: natsUrl.href,
        HOOKLINE_DATABASE_URL: database.url,
      };
      const running = stack.use(await runServices([memory], { env, logger: pino({ level: 'silent' }) }));
      const ask = async (method: 'GET' | 'POST', path: string) => {
        const response = await fetch(running.url + path, { method, headers: { authorization: `Bearer ${token}` } });
        return {
          status: response.status,
          body: (response.status === 204 ? {} : await response.json()) as Record<string, unknown>,
        };
      };
      return {
        get: (path: string) => ask('GET', path),
        post: (path: string) => ask('POST', path),
        /** Everything the log holds is in the memories, and everything they say is in the log. */
        settled: () =>
          eventually(
            async () => {
              const { position, sessions, memories } = await memoryProgress(db);
              const untold = await db.kysely
                .selectFrom('memories')
                .select('id')
                .where((where) => where('told', 'is distinct from', where.ref('telling')))
                .execute();
              const isRead = position >= (await log.head()).last;
              return sessions === 0 && memories === 0 && untold.length === 0 && isRead;
            },
            { what: 'memories to be as far as the log' },
          ),
        /** Those most seen first. */
        memories: async (kind?: string): Promise<Memory[]> => {
          const rows = await db.kysely.selectFrom('memories').select('memory').orderBy('id').execute();
          return rows
            .map(({ memory }) => memory as Memory)
            .filter((memory) => kind === undefined || memory.kind === kind)
            .sort((a, b) => b.support.sessions - a.support.sessions);
        },
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const history = [
  ran('a', 1, 'npm test'),
  ran('b', 2, 'npm test', false),
  ran('c', 2, 'git status'),
  ran('d', 3, 'cd web && npm test 2>&1 | tail -5'),
  ran('e', 3, 'npm run lint'),
];

test('a command seen in three sessions is active and told to agents', async () => {
  await using bus = await openBus();
  const { get, settled, memories } = await bus.start();
  expect((await get(`/v1/recall/card?project=${project}`)).status).toBe(204);

  await bus.log.append(history);
  await settled();

  const [test, lint] = await memories('command');
  expect(test).toMatchObject({
    about: 'npm test',
    status: 'active',
    support: { sessions: 3, actors: 1, events: 3 },
    details: { purpose: 'test', runs: 3, judged: 2, failed: 1 },
    positions: { evidence: [1, 2, 4] },
  });
  expect(lint).toMatchObject({ about: 'npm run lint', status: 'proposed', reason: 'too-little-support' });

  const card = await get(`/v1/recall/card?project=${project}`);
  expect(card.body.memories).toEqual([test!.id]);
  expect(card.body.text).toContain('test: `npm test` (3 runs in 3 sessions, 50% of 2 failed');
});

test('an active memory is told to the log once, and an empty database comes to the same memories', async () => {
  await using bus = await openBus();
  const first = await bus.start();
  await bus.log.append(history);
  await eventually(async () => (await bus.log.head()).last > history.length, {
    what: 'the memory to be told to the log',
  });
  // The same run published again, as after a lost acknowledgement, counts once.
  await bus.log.append([history[0]!]);
  await first.settled();
  const before = await first.memories();
  const { last } = await bus.log.head();

  const second = await bus.start();
  await second.settled();

  expect(await second.memories()).toEqual(before);
  expect((await bus.log.head()).last).toBe(last);
  const told = await Promise.all(
    Array.from(
      { length: last - history.length },
      async (_, index) => (await bus.log.get(history.length + 1 + index))?.event,
    ),
  );
  expect(told.map((event) => event?.type)).toContain('hookline.memory.recorded.v2');
  const active = told.filter((event) => event?.data.memoryKind === 'command');
  expect(active.map((event) => event?.data)).toMatchObject([
    { status: 'active', reason: 'support', evidence: [1, 2, 4] },
  ]);
});

test('a rebuild tells what was known until it is done, and a check from the archive alone finds nothing', async () => {
  await using bus = await openBus();
  const { get, post, settled, memories } = await bus.start();
  await bus.log.append(history);
  await settled();
  const before = await memories();

  expect((await post('/v1/memory/rebuild')).status).toBe(200);
  expect((await memories()).length).toBe(before.length);
  await settled();

  expect(await memories()).toEqual(before);
  expect((await get('/v1/memory/progress')).body).toMatchObject({ sessions: 0, memories: 0 });
});

test('the time of a run is measured from its beginning, also where both came in different batches', async () => {
  await using bus = await openBus();
  const { memories, settled } = await bus.start();
  const call = (id: string) => ({
    call: id,
    tool: 'Bash',
    effects: [{ type: 'process.exec' as const, object: 'npm test' }],
  });
  const attributes = { source: 'urn:hookline:import', origin: 'import' as const, project, session: 'claude-code:1' };
  const started = (id: string) =>
    newEvent({
      ...attributes,
      id: `${id}-start`,
      time: '2026-11-22T10:00:00.000Z',
      kind: 'tool.started',
      data: { ...call(id), input: {} },
    });
  const ended = (id: string) =>
    newEvent({
      ...attributes,
      id: `${id}-end`,
      time: '2026-11-22T10:00:07.000Z',
      kind: 'tool.finished',
      data: { ...call(id), outcome: 'ok' },
    });

  await bus.log.append([started('early'), started('late'), ended('early')]);
  await settled();
  await bus.log.append([ended('late')]);
  await settled();

  const [both] = await memories('command');
  expect(both).toMatchObject({ details: { runs: 2, medianMs: 7_000 } });
});

test('what a database cannot hold does not stop what comes after it', async () => {
  await using bus = await openBus();
  const { memories, settled } = await bus.start();

  await bus.log.append([
    ran('a', 1, 'npm test "\0"'),
    ran('b', 2, `npm run test:${'x'.repeat(3_500)}`),
    { ...ran('c', 3, 'npm test'), actor: 'a\0b' },
    ran('d', 4, 'npm run lint'),
  ]);
  await settled();

  const found = await memories('command');
  expect(found.map(({ about, details }) => [about, (details as { runs: number }).runs]).sort()).toEqual([
    ['npm run lint', 1],
    ['npm test', 2],
  ]);
});
