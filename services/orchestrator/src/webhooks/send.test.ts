import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { readNamedHosts } from './address.ts';
import { sendWebhook } from './send.ts';

const secret = `whsec_${Buffer.from('a-secret-of-the-test-only').toString('base64')}`;
const { signal } = new AbortController();

async function openServer(status: number, headers: Record<string, string> = {}) {
  const got: { url: string | undefined; body: string; headers: IncomingMessage['headers'] }[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ url: request.url, body, headers: request.headers });
      response.writeHead(status, headers).end('x'.repeat(100_000));
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    got,
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const send = (url: string, hosts: string, body = '{"text":"grüße"}') =>
  sendWebhook({ delivery: 'msg_1', url, body, secret }, { named: readNamedHosts(hosts), now: new Date(), signal });

test('what arrives is signed, whole, and has its id', async () => {
  await using server = await openServer(204);

  expect(await send(`http://127.0.0.1:${server.port}/a?b=c`, '127.0.0.1')).toEqual({
    ok: true,
    status: 204,
    final: true,
  });

  const [request] = server.got;
  expect(request).toMatchObject({
    url: '/a?b=c',
    headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json' },
  });
  expect(new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>)).toEqual({
    text: 'grüße',
  });
});

test('an address of this machine is not even connected to, unless it is named', async () => {
  await using server = await openServer(200);

  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f.1']) {
    expect(await send(`http://${host}:${server.port}/`, 'other.example')).toMatchObject({
      ok: false,
      final: true,
      error: expect.stringMatching(/is no address of the internet: name .* in HOOKLINE_WEBHOOK_HOSTS/),
    });
  }
  expect(server.connections()).toBe(0);
  expect(await send(`http://localhost:${server.port}/`, `localhost:${server.port}`)).toMatchObject({ ok: true });
});

test('a redirect is not followed', async () => {
  await using inner = await openServer(200);
  await using server = await openServer(307, { location: `http://127.0.0.1:${inner.port}/` });

  expect(await send(`http://127.0.0.1:${server.port}/`, '127.0.0.1')).toEqual({
    ok: false,
    status: 307,
    error: 'answered 307: redirects are not followed',
    final: false,
  });
  expect(inner.connections()).toBe(0);
});

test('whoever answers in another protocol, or not at all, has answered', async () => {
  const openRaw = async (answer: string) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => (answer === '' ? socket.end() : socket.write(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, [Symbol.dispose]: () => void server.close() };
  };
  using other = await openRaw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n');
  using silent = await openRaw('');

  expect(await send(`http://127.0.0.1:${other.port}/`, '127.0.0.1')).toEqual({
    ok: false,
    status: 101,
    error: 'answered 101',
    final: false,
  });
  expect(await send(`http://127.0.0.1:${silent.port}/`, '127.0.0.1')).toMatchObject({ ok: false, final: false });
});

test('who is too busy says when to come again; who is gone is asked no more', async () => {
  await using busy = await openServer(429, { 'retry-after': '120' });
  await using gone = await openServer(410);

  expect(await send(`http://127.0.0.1:${busy.port}/`, '127.0.0.1')).toMatchObject({
    ok: false,
    final: false,
    retryAfterSeconds: 120,
  });
  expect(await send(`http://127.0.0.1:${gone.port}/`, '127.0.0.1')).toMatchObject({ ok: false, final: true });
});

test('nobody there, and no URL, are told', async () => {
  await using server = await openServer(200);
  const { port } = server;
  await server[Symbol.asyncDispose]();

  expect(await send(`http://127.0.0.1:${port}/`, '127.0.0.1')).toMatchObject({
    ok: false,
    final: false,
    error: expect.stringContaining('ECONNREFUSED'),
  });
  expect(await send('nonsense', '')).toEqual({ ok: false, final: true, error: 'its address is no URL' });
});
