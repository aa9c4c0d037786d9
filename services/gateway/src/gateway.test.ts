import type { Grant, Verifier } from '@hookline/access';
import { createClient, HooklineError } from '@hookline/client';
import { type EventLog, FolderBodyStore, JetStreamLog, MemoryLog } from '@hookline/log';
import { createRedactor } from '@hookline/redaction';
import { type CloudEvent, type CloudEventInput, eventId, newEvent } from '@hookline/schemas';
import { HttpHost } from '@hookline/service';
import { eventually, startTestNats, tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { createGateway, type GatewayParts } from './create-gateway.ts';

const grants: Record<string, Grant> = {
  edge: { tokenId: 'e', name: 'laptop', kind: 'edge', tenant: 'acme', scopes: ['ingest'] },
  person: { tokenId: 'p', name: 'script', kind: 'person', tenant: 'acme', scopes: ['ingest'] },
  shop: { tokenId: 's', name: 'shop only', kind: 'edge', tenant: 'acme', project: 'shop', scopes: ['ingest'] },
  reader: { tokenId: 'r', name: 'reader', kind: 'person', tenant: 'acme', scopes: ['read'] },
};
const verifier: Verifier = { verify: async (token) => grants[token] };

async function open(options: Partial<GatewayParts> = {}) {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const log: EventLog = options.log ?? stack.use(new MemoryLog());
  const bodies = new FolderBodyStore(dir.path);
  const app = createGateway({ log, bodies, redactor: createRedactor({ key: 'k'.repeat(32) }), verifier, ...options });
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  host.mount('/v1/events', app.fetch, { methods: ['POST'] });
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}/v1/events`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer edge', 'content-type': 'application/json', ...headers },
    });
  return {
    app,
    log,
    bodies,
    url: host.url,
    post,
    client: (token = 'edge') => createClient({ url: host.url, token }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function prompt(n: number, text = `prompt ${n}`): CloudEvent {
  return newEvent({
    kind: 'prompt.submitted',
    id: eventId('prompt', n),
    source: 'urn:hookline:test:claude-code',
    time: '2026-11-20T10:00:00.000Z',
    project: 'shop',
    session: 'claude-code:1',
    origin: 'hook',
    data: { text, by: 'person' },
  });
}

async function stored(log: EventLog): Promise<CloudEvent[]> {
  const { last } = await log.head();
  const events = await Promise.all(Array.from({ length: last }, (_, index) => log.get(index + 1)));
  return events.flatMap((one) => one?.event ?? []);
}

describe('what is published', () => {
  test('lies in the log in its order, with the tenant of the token and the time it was taken', async () => {
    await using gateway = await open({ nowMs: () => Date.parse('2026-11-22T08:00:00Z') });

    const results = await gateway
      .client()
      .publish([prompt(1), { ...prompt(2), tenant: 'somebody else' }], { redactedBy: 'x/1' });

    expect(results).toEqual([
      { id: prompt(1).id, status: 'stored', position: 1 },
      { id: prompt(2).id, status: 'stored', position: 2 },
    ]);
    expect(await stored(gateway.log)).toEqual(
      [prompt(1), prompt(2)].map((event) => ({ ...event, tenant: 'acme', recordedtime: '2026-11-22T08:00:00.000Z' })),
    );
  });

  test('is known the second time, also inside one request', async () => {
    await using gateway = await open();
    await gateway.client().publish([prompt(1)]);

    const results = await gateway.client().publish([prompt(1), prompt(2), prompt(2)]);

    expect(results.map(({ status, position }) => [status, position])).toEqual([
      ['known', 1],
      ['stored', 2],
      ['known', 2],
    ]);
  });

  test.each([
    ['one event', 'application/json', JSON.stringify(prompt(1))],
    ['an array', 'application/json; charset=utf-8', JSON.stringify([prompt(1)])],
    ['a CloudEvent', 'application/cloudevents+json', JSON.stringify(prompt(1))],
    ['a CloudEvents batch', 'application/cloudevents-batch+json', JSON.stringify([prompt(1)])],
    ['a line each', 'application/x-ndjson', `${JSON.stringify(prompt(1))}\n\n`],
  ])('may come as %s', async (_, type, body) => {
    await using gateway = await open();

    const response = await gateway.post(body, { 'content-type': type });

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ results: [{ id: prompt(1).id, status: 'stored', position: 1 }] });
  });

  test('keeps a long text whole in the body store and small in the log', async () => {
    await using gateway = await open();
    const long = 'long text '.repeat(500_000);

    const [result] = await gateway.client().publish([prompt(1, long)], { redactedBy: 'x/1' });

    expect(result).toMatchObject({ status: 'stored' });
    const [event] = await stored(gateway.log);
    const { text } = event!.data as { text: { body: string; bytes: number } };
    expect(text.bytes).toBe(long.length);
    expect(await gateway.bodies.get(text.body)).toBe(long);
  });
});

describe('a bad event', () => {
  const bad = { ...prompt(9), data: { text: 3, by: 'nobody' } } as unknown as CloudEventInput;
  const newer = { ...prompt(8), type: 'hookline.prompt.submitted.v99' };

  test('gets the path, what was found and what was expected; the rest of the batch is stored', async () => {
    await using gateway = await open();

    const results = await gateway.client().publish([bad, prompt(1), newer]);

    expect(results.map(({ status }) => status)).toEqual(['invalid', 'stored', 'unknown-version']);
    expect(results[0]!.error!.issues!.join()).toContain('data.by');
    expect(results[2]!.error!.message).toContain('upgrade hookline here');
    expect(await stored(gateway.log)).toHaveLength(1);
  });

  test('alone is answered with 422 and stored nowhere', async () => {
    await using gateway = await open();

    const response = await gateway.post(`not json\n"text"\n${'['.repeat(5000)}${']'.repeat(5000)}`, {
      'content-type': 'application/x-ndjson',
    });

    expect(response.status).toBe(422);
    const { results } = (await response.json()) as { results: { status: string; error: { issues: string[] } }[] };
    expect(results.map(({ status }) => status)).toEqual(['invalid', 'invalid', 'invalid']);
    expect(results[0]!.error.issues[0]).toContain('line 1');
    expect((await gateway.log.head()).last).toBe(0);
  });

  test('that nests too deeply is refused without harm', async () => {
    await using gateway = await open();
    const deep = JSON.stringify({ ...prompt(1), data: 0 }).replace(
      '"data":0',
      `"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    );

    const response = await gateway.post(deep);

    expect(response.status).toBe(422);
    expect(await response.text()).toContain('deeper than 200 levels');
  });

  test('of another project is refused to a token for one project', async () => {
    await using gateway = await open();

    const results = await gateway.client('shop').publish([prompt(1), { ...prompt(2), project: 'other' }]);

    expect(results.map(({ status }) => status)).toEqual(['stored', 'invalid']);
    expect(results[1]!.error!.issues).toEqual(['project: found other, expected shop']);
  });
});

describe('secrets', () => {
  const secret = 'AKIAIOSFODNN7QWERTYZ';

  test('are redacted here when they did not come through an edge', async () => {
    await using gateway = await open();

    await gateway.client().publish([prompt(1, `use ${secret} please`)]);
    await gateway.client('person').publish([prompt(2, `use ${secret} please`)], { redactedBy: 'trust me' });

    const texts = (await stored(gateway.log)).map(({ data }) => data.text);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/^use «secret:[^»]+» please$/);
  });

  test('are redacted in attributes too', async () => {
    await using gateway = await open();
    const attributes = { source: `urn:${secret}`, subject: secret, actor: secret, project: secret, turn: secret };

    await gateway.client().publish([{ ...prompt(1), ...attributes, session: `claude-code:${secret}` }]);

    expect(JSON.stringify(await stored(gateway.log))).not.toContain(secret);
  });
});

describe('a request is refused', () => {
  test.each([
    ['without a token', { authorization: '' }, '[]', 401, 'unauthenticated'],
    ['with a token that may only read', { authorization: 'Bearer reader' }, '[]', 403, 'forbidden'],
    ['with another content type', { 'content-type': 'text/plain' }, 'x', 415, 'bad-request'],
    ['with broken JSON', {}, '[{', 400, 'bad-request'],
    ['with nothing in it', {}, '[]', 400, 'bad-request'],
    ['with more than 500 events', {}, JSON.stringify(Array(501).fill({})), 413, 'too-large'],
    ['with more than 16 MB', {}, `"${'x'.repeat(16 * 1024 ** 2)}"`, 413, 'too-large'],
  ])('%s', async (_, headers, body, status, code) => {
    await using gateway = await open();

    const response = await gateway.post(body, headers);

    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { code: string; message: string; hint: string } };
    expect(error.code).toBe(code);
    expect(error.hint).not.toBe('');
  });

  test('for a while when a token sends too many events a second', async () => {
    let nowMs = 0;
    await using gateway = await open({ limits: { eventsPerSecondMax: 2 }, nowMs: () => nowMs });
    const client = gateway.client();
    await client.publish([prompt(1), prompt(2), prompt(3), prompt(4)]);

    const tooFast = await client.publish([prompt(5)]).catch((error: unknown) => error as HooklineError);
    await gateway.client('person').publish([prompt(6)]);
    nowMs += 1_000;

    expect(tooFast).toMatchObject({ status: 429, code: 'too-many', retryAfterMs: 1_000, retryable: true });
    expect(await client.publish([prompt(5)])).toMatchObject([{ status: 'stored' }]);
  });
});

test('a broker that does not answer is a 503, and the same events go through when it does', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection, appendTimeoutMs: 1_000 });
  await using gateway = await open({ log });
  process.kill(nats.pid!, 'SIGSTOP');

  const away = await gateway
    .client()
    .publish([prompt(1)])
    .catch((error: unknown) => error as HooklineError);
  expect(away).toBeInstanceOf(HooklineError);
  expect(away).toMatchObject({ status: 503, code: 'unavailable', retryable: true });
  process.kill(nats.pid!, 'SIGCONT');

  const taken = await eventually(() => gateway.client().publish([prompt(1)]), { what: 'the broker to answer again' });
  expect(taken).toMatchObject([{ position: 1 }]);
  expect(await log.head()).toMatchObject({ last: 1 });
});

test('the route is described for the OpenAPI document', async () => {
  await using gateway = await open();

  const document = gateway.app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'hookline', version: '1' } });

  expect(Object.keys(document.paths!['/v1/events']!.post!.responses!)).toContain('422');
});
