import { createServer } from 'node:net';
import { PortTakenError } from '@hookline/service';

/**
 * The port to listen on, found out before anything is started: the one given if it is free, or a free one for 0.
 * Throws `PortTakenError` when another program listens there.
 */
export async function findPort(host: string, port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(host, port) : error),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : port;
}
