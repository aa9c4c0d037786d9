import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** Takes signed webhooks and counts them by id. */
export interface CountingSink extends AsyncDisposable {
  readonly url: string;
  readonly secret: string;
  /** How often each id came. */
  readonly times: ReadonlyMap<string, number>;
}

export async function openCountingSink(): Promise<CountingSink> {
  const secret = `whsec_${Buffer.from('only this storm knows it').toString('base64')}`;
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      new Webhook(secret).verify(Buffer.concat(chunks).toString(), request.headers as Record<string, string>);
      const id = String(request.headers['webhook-id']);
      times.set(id, (times.get(id) ?? 0) + 1);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    secret,
    times,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
