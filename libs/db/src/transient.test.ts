import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { isTransient } from './transient.ts';

const sockets: Socket[] = [];
const silent = createServer((socket) => sockets.push(socket));
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test('a server that is too busy to greet us may do so later', async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as AddressInfo;
  const client = new pg.Client({ host: '127.0.0.1', port, connectionTimeoutMillis: 20 });
  client.on('error', () => {});

  const error = await client.connect().catch((failed: unknown) => failed);

  expect(error).toBeInstanceOf(Error);
  expect(isTransient(error)).toBe(true);
});
