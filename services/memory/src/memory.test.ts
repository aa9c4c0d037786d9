import { ensureAccessTables, ensureInstallToken } from '@hookline/access';
import { openDatabase } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
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
      const get = async (path: string) => {
        const response = await fetch(running.url + path, { headers: { authorization: `Bearer ${token}` } });
        return {
          status: response.status,
          body: (response.status === 204 ? {} : await response.json()) as Record<string, unknown>,
        };
      };
      return {
        get,
        memories: async () => (await get(`/v1/memory?project=${project}`)).body.memories as Record<string, unknown>[],
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

test('a command seen in three sessions is active, told to agents, and says why', async () => {
  await using bus = await openBus();
  const { get, memories } = await bus.start();
  expect((await get(`/v1/recall/card?project=${project}`)).status).toBe(204);

  await bus.log.append(history);

  const active = await eventually(async () => (await memories()).find((one) => one.status === 'active'), {
    what: 'an active memory',
  });
  expect(active).toMatchObject({
    key: 'npm test',
    purpose: 'test',
    support: 3,
    runs: 3,
    judged: 2,
    failed: 1,
    positions: [1, 2, 4],
  });
  expect((await memories()).find((one) => one.key === 'npm run lint')).toMatchObject({
    status: 'proposed',
    support: 1,
  });

  const card = await get(`/v1/recall/card?project=${project}`);
  expect(card.body).toMatchObject({ memories: [active.id] });
  expect(card.body.text).toContain('test: `npm test` (3 runs in 3 sessions, 50% of 2 failed');

  const why = await get(`/v1/memory/${active.id}/why`);
  expect(why.body.evidence).toMatchObject([
    { position: 4, session: 'claude-code:3', summary: '`npm test` ended after 2000 ms, outcome not seen' },
    { position: 2, session: 'claude-code:2', summary: '`npm test` failed' },
    { position: 1, session: 'claude-code:1', summary: '`npm test` succeeded after 2000 ms' },
  ]);
  expect((await get(`/v1/memory/${String(active.id).slice(4, 12)}/why`)).body.memory).toEqual(why.body.memory);
  expect((await get('/v1/memory/mem_nothing/why')).status).toBe(404);
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
  const before = await first.memories();

  const second = await bus.start();
  const after = await eventually(
    async () => {
      const found = await second.memories();
      return found.length === before.length && found[0]?.status === 'active' ? found : undefined;
    },
    { what: 'the second database to catch up' },
  );

  expect(after).toEqual(before);
  expect((await bus.log.head()).last).toBe(history.length + 1);
  expect((await bus.log.get(history.length + 1))?.event).toMatchObject({
    type: 'hookline.memory.recorded.v1',
    data: { status: 'active', evidence: [1, 2, 4] },
  });
});

test('the time of a run is measured from its beginning, also where both came in different batches', async () => {
  await using bus = await openBus();
  const { memories } = await bus.start();
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
  await eventually(async () => (await memories())[0]?.runs === 1, { what: 'the first run' });
  await bus.log.append([ended('late')]);

  const [both] = await eventually(
    async () => {
      const found = await memories();
      return found[0]?.runs === 2 && found;
    },
    { what: 'the second run' },
  );
  expect(both).toMatchObject({ medianMs: 7_000 });
});

test('what a database cannot hold does not stop what comes after it', async () => {
  await using bus = await openBus();
  const { memories } = await bus.start();

  await bus.log.append([
    ran('a', 1, 'npm test "\0"'),
    ran('b', 2, `npm run test:${'x'.repeat(3_500)}`),
    { ...ran('c', 3, 'npm test'), actor: 'a\0b' },
    ran('d', 4, 'npm run lint'),
  ]);

  const found = await eventually(
    async () => {
      const all = await memories();
      return all.some((one) => one.key === 'npm run lint') && all;
    },
    { what: 'the last run' },
  );
  expect(found.map((one) => [one.key, one.runs])).toEqual([
    ['npm test', 2],
    ['npm run lint', 1],
  ]);
});
