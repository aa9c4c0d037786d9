import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ensureInstallToken } from '@hookline/access';
import { openDatabase, readCheckpoint } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { newEvent } from '@hookline/schemas';
import { runServices } from '@hookline/service';
import { eventually, startTestNats, tempDir, testDatabase } from '@hookline/testing';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { orchestrator } from './orchestrator.ts';

const secret = `whsec_${Buffer.from('a-secret-of-the-test-only').toString('base64')}`;
const logger = pino({ level: 'silent' });

/** Takes webhooks, checks their signatures, and remembers their ids. */
async function openSink(answers: (count: number) => number = () => 200) {
  const received: { id: string; body: { data: Record<string, unknown> } }[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      new Webhook(secret).verify(body, request.headers as Record<string, string>);
      received.push({ id: String(request.headers['webhook-id']), body: JSON.parse(body) });
      response.writeHead(answers(received.length)).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}/hook`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const ruleText = (url: string, name = 'failed-commands') => `rule: ${name}
on: tool.failed
where: data.stage == "ran"
key: session.id
then:
  - work: { queue: review, prompt: "look at {{data.call}}" }
  - webhook: { url: "${url}", secret: TEST_WEBHOOK_SECRET }
tests:
  - given: [{ kind: tool.failed, data: { stage: ran } }]
    expect: { firings: 1 }
`;

const failure = (id: string) =>
  newEvent({
    kind: 'tool.failed',
    id,
    source: 'urn:hookline:devbox:claude-code',
    time: new Date().toISOString(),
    origin: 'hook',
    project: 'github.com/acme/shop',
    session: 'claude-code:1',
    data: { call: id, tool: 'Bash', effects: [], outcome: 'failed', stage: 'ran', error: 'Exit code 1' },
  });

/** A broker, a folder of rules and a log to write to; orchestrators are started against them. */
async function openBus() {
  const stack = new AsyncDisposableStack();
  const nats = stack.use(await startTestNats());
  const home = stack.use(await tempDir());
  const log = stack.use(await JetStreamLog.open({ ...nats.connection }));
  const rules = join(home.path, 'rules');
  await mkdir(rules);
  process.env.TEST_WEBHOOK_SECRET = secret;
  const natsUrl = new URL(nats.url);
  natsUrl.username = nats.connection.user ?? '';
  natsUrl.password = nats.connection.pass ?? '';
  return {
    log,
    rules,
    home: home.path,
    addRule: async (name: string, text: string) => {
      // Written aside and renamed, so that no half file is ever read.
      await writeFile(join(home.path, name), text);
      await rename(join(home.path, name), join(rules, name));
    },
    start: async (databaseUrl: string) =>
      await runServices([orchestrator], {
        env: {
          HOOKLINE_HOME: home.path,
          HOOKLINE_PORT: '0',
          HOOKLINE_NATS_URL: natsUrl.href,
          HOOKLINE_DATABASE_URL: databaseUrl,
          HOOKLINE_WEBHOOK_HOSTS: '127.0.0.1',
        },
        logger,
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function reached(databaseUrl: string, position: number) {
  await using db = await openDatabase(databaseUrl);
  await eventually(async () => ((await readCheckpoint(db, 'orchestrator'))?.position ?? 0) >= position, {
    what: `the orchestrator to reach ${position}`,
  });
  await eventually(async () => (await db.kysely.selectFrom('outbox').select('number').execute()).length === 0, {
    what: 'the outbox to be empty',
  });
  await eventually(
    async () =>
      (await db.kysely.selectFrom('webhookDeliveries').select('delivery').where('state', '=', 'due').execute())
        .length === 0,
    { what: 'every webhook to be delivered' },
  );
}

test('a rule fires once for an event, whatever is repeated, restarted or rebuilt', async () => {
  await using bus = await openBus();
  await using sink = await openSink();
  await using first = await testDatabase();
  await bus.addRule('a.yaml', ruleText(sink.url));
  await bus.log.append([failure('before')]);

  // The rule comes into force after `before`; `after` is the first event it may act on.
  let running = await bus.start(first.url);
  await eventually(async () => (await bus.log.head()).last >= 2, { what: 'the rule to be published' });
  await bus.log.append([failure('after')]);
  await bus.log.append([failure('after')]);
  await eventually(() => sink.received.length === 1, { what: 'the webhook' });
  await reached(first.url, (await bus.log.head()).last);
  await running.stop();

  // A restart goes on from the checkpoint.
  running = await bus.start(first.url);
  await bus.log.append([failure('more')]);
  await eventually(() => sink.received.length === 2, { what: 'the second webhook' });
  await reached(first.url, (await bus.log.head()).last);
  await running.stop();

  // An empty database reads the whole log again.
  await using second = await testDatabase();
  running = await bus.start(second.url);
  await eventually(async () => (await bus.log.get((await bus.log.head()).last)) !== undefined);
  await reached(second.url, (await bus.log.head()).last);
  await running.stop();

  expect(sink.received.map((one) => one.body.data.key)).toEqual(['claude-code:1', 'claude-code:1']);
  expect(new Set(sink.received.map((one) => one.id)).size).toBe(2);
});

test('a webhook that is refused is sent again under the same id', async () => {
  await using bus = await openBus();
  await using sink = await openSink((count) => (count === 1 ? 503 : 200));
  await using database = await testDatabase();
  await bus.addRule('a.yaml', ruleText(sink.url));
  await using _running = await bus.start(database.url);
  await eventually(async () => (await bus.log.head()).last >= 1, { what: 'the rule to be published' });

  await bus.log.append([failure('one')]);

  await eventually(() => sink.received.length === 2, { what: 'the second attempt' });
  expect(new Set(sink.received.map((one) => one.id)).size).toBe(1);
});

test('a secret that cannot sign, and one that is missing, hold up their own webhooks only', async () => {
  await using bus = await openBus();
  await using sink = await openSink();
  await using database = await testDatabase();
  process.env.TEST_BAD_SECRET = 'whsec_%%%';
  const withSecret = (name: string, variable: string) =>
    ruleText(sink.url, name).replace('TEST_WEBHOOK_SECRET', variable);
  await bus.addRule('bad.yaml', withSecret('bad', 'TEST_BAD_SECRET'));
  await bus.addRule('missing.yaml', withSecret('missing', 'TEST_NO_SUCH_SECRET'));
  await bus.addRule('good.yaml', ruleText(sink.url, 'zgood'));
  await using _running = await bus.start(database.url);
  await eventually(async () => (await bus.log.head()).last >= 3, { what: 'the rules to be published' });

  await bus.log.append([failure('one')]);

  await eventually(() => sink.received.length === 1, { what: 'the webhook that can be signed' });
  await using db = await openDatabase(database.url);
  const owed = await eventually(
    async () => {
      const rows = await db.kysely.selectFrom('webhookDeliveries').selectAll().where('state', '=', 'due').execute();
      return rows.length === 2 && rows.every((row) => row.error !== null) && rows;
    },
    { what: 'both others to have been tried' },
  );
  expect(owed.map((row) => row.error).sort()).toEqual([
    'TEST_NO_SUCH_SECRET is not set: it has to hold the signing secret',
    'the signing secret is not base64, expected whsec_ and base64',
  ]);
});

test('a rule file that cannot come into force is named, and the others stay', async () => {
  await using bus = await openBus();
  await using database = await testDatabase();
  await bus.addRule('good.yaml', ruleText('http://127.0.0.1:9/'));
  await bus.addRule('bad.yaml', ruleText('http://127.0.0.1:9/', 'other').replace('data.stage', 'data.stag'));

  await using running = await bus.start(database.url);

  const report = await eventually(() => running.health.snapshot().rules, { what: 'the report on rules' });
  expect(report).toMatchObject({ ok: false, facts: { inForce: 1 } });
  expect(report.detail).toContain('bad.yaml:3:13: where: there is no field stag; the nearest is stage');
});

test('work is given to one worker at a time and ends once', async () => {
  await using bus = await openBus();
  await using database = await testDatabase();
  await using running = await bus.start(database.url);
  await using db = await openDatabase(database.url);
  const token = await ensureInstallToken(db, bus.home);
  const call = async (path: string, body: unknown) => {
    const response = await fetch(`${running.url}/v1/work/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (response.status === 204 ? {} : await response.json()) as { id?: string } };
  };

  const waiting = call('review/take', { worker: 'early', waitMs: 20_000 });
  const offered = await call('review', { payload: { task: 'look' }, attempts: 2 });
  expect(offered).toMatchObject({ status: 201, body: { state: 'offered', attempts: 1, attemptsMax: 2 } });
  const taken = await waiting;
  expect(taken).toMatchObject({
    status: 200,
    body: { id: offered.body.id, payload: { task: 'look' }, fence: 1, worker: 'early' },
  });
  expect((await call('review/take', { worker: 'late' })).status).toBe(204);

  expect(await call(`items/${offered.body.id}/done`, { fence: 7 })).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', message: expect.stringContaining('held by early with fence 1') } },
  });
  expect(await call(`items/${offered.body.id}/done`, { fence: 1, result: { ok: true } })).toMatchObject({
    status: 200,
    body: { state: 'completed', result: { ok: true } },
  });
  expect((await call(`items/${offered.body.id}/done`, { fence: 1 })).status).toBe(200);
  expect((await call(`items/${offered.body.id}/fail`, { fence: 1, error: 'no' })).status).toBe(409);
  expect((await call('items/nothing/done', { fence: 1 })).status).toBe(404);
  expect((await call('Bad Queue', { payload: 1 })).status).toBe(400);
  expect((await call('review', { payload: 1, attempts: 0 })).status).toBe(422);
  expect((await call('review', { payload: 'x'.repeat(220_000) })).status).toBe(413);
});

test('a hundred racing takers of ten items get each item once', async () => {
  await using bus = await openBus();
  await using database = await testDatabase();
  await using running = await bus.start(database.url);
  await using db = await openDatabase(database.url);
  const token = await ensureInstallToken(db, bus.home);
  const post = (path: string, body: unknown) =>
    fetch(`${running.url}/v1/work/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (let index = 0; index < 10; index += 1) await post('race', { id: `item-${index}`, payload: index });

  const page = async (cursor = '') => {
    const answer = await fetch(`${running.url}/v1/work?queue=race&limit=4${cursor}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as { items: { id: string }[]; next: string | null };
  };
  const first = await page();
  const second = await page(`&cursor=${first.next}`);
  const third = await page(`&cursor=${second.next}`);
  expect([...first.items, ...second.items, ...third.items].map((one) => one.id)).toEqual(
    Array.from({ length: 10 }, (_, index) => `item-${9 - index}`),
  );
  expect(third.next).toBeNull();

  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => post('race/take', { worker: `w${index}` })),
  );

  const taken = await Promise.all(
    answers.filter((one) => one.status === 200).map(async (one) => (await one.json()) as { id: string }),
  );
  expect(taken.map((one) => one.id).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `item-${index}`));
});
