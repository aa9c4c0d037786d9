import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** The name under which the orchestrator finds the secret of these tests in its environment. */
export const secretName = 'HOOKLINE_TEST_WEBHOOK_SECRET';

/** Something that is called by webhooks: it checks their signatures and counts them. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly { readonly id: string; readonly data: Readonly<Record<string, unknown>> }[];
}

/** `answer` says with which status the n-th call, from 1, is answered. */
export async function openSink(answer: (count: number) => number = () => 200): Promise<Sink> {
  const secret = `whsec_${Buffer.from('only these tests know it').toString('base64')}`;
  process.env[secretName] = secret;
  const received: { id: string; data: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      new Webhook(secret).verify(body, request.headers as Record<string, string>);
      received.push({ id: String(request.headers['webhook-id']), data: JSON.parse(body).data });
      response.writeHead(answer(received.length)).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      delete process.env[secretName];
      server.closeAllConnections();
      server.close();
    },
  };
}
