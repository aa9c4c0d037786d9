import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { WrongVersionError } from '../errors.ts';
import { connectionOf, probeNats } from './connection.ts';

test('takes user and password, or a token, out of the address', () => {
  expect(connectionOf('nats://me:p%40ss@one:4222,nats://two:4222')).toEqual({
    servers: ['nats://one:4222', 'nats://two:4222'],
    user: 'me',
    pass: 'p@ss',
  });
  expect(connectionOf('nats://token@one')).toEqual({ servers: ['nats://one'], token: 'token' });
  expect(connectionOf('one:4222')).toEqual({ servers: ['nats://one:4222'] });
});

test('refuses a broker of a wrong version', async () => {
  await using old = await listening('INFO {"server_id":"x","version":"2.10.4"}\r\n');

  await expect(probeNats(old.url)).rejects.toThrow(WrongVersionError);
});

test('refuses a foreign process on the port', async () => {
  await using foreign = await listening('HTTP/1.1 400 Bad Request\r\n\r\n');

  await expect(probeNats(foreign.url)).rejects.toThrow(/does not speak the NATS protocol/);
});

test('says when nobody listens there', async () => {
  const gone = await listening('');
  await gone[Symbol.asyncDispose]();

  await expect(probeNats(gone.url)).rejects.toThrow(/HOOKLINE_NATS_URL .*ECONNREFUSED/);
});

async function listening(greeting: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write(greeting);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `nats://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
