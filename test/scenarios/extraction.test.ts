import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Memory } from '@hookline/client';
import { newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';

const project = 'code.example.test/acme/shop';
const session = 'claude-code:extracted';
const stack = new AsyncDisposableStack();
let bus: TestBus;
let windows: string[];

/** An endpoint that finds one decision in every window: what the first line says, with a quote of it and one made up. */
beforeAll(async () => {
  windows = [];
  const server = createServer(async (request, response) => {
    const { messages } = (await json(request)) as { messages: { content: string }[] };
    const window = messages.at(-1)!.content;
    windows.push(window);
    const [, position, quote] = /\[(\d+)\] person: (.{1,100})/.exec(window)!;
    const item = {
      kind: 'decision',
      about: 'prices',
      statement: 'Prices are integers in cents.',
      why: null,
      evidence: [Number(position)],
      quote,
      confidence: 0.9,
      supersedes: null,
    };
    const content = JSON.stringify({ items: [item, { ...item, about: 'taxes', quote: 'nobody said so' }] });
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        choices: [{ message: { content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 900, completion_tokens: 90 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => void server.close());
  bus = stack.use(
    await startBus({
      env: {
        HOOKLINE_EXTRACTION_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
        HOOKLINE_EXTRACTION_MODEL: 'small',
      },
    }),
  );
});
afterAll(() => stack.disposeAsync());

async function decisions(): Promise<Memory[]> {
  return await Array.fromAsync(bus.client.memories({ project, kind: 'decision' }));
}

test('a session that ended is read by a model once, and what it found is proposed to people alone', async () => {
  const at = {
    source: 'urn:hookline:devbox:claude-code',
    origin: 'hook' as const,
    project,
    session,
    actor: 'ada@example.test',
    time: new Date().toISOString(),
  };
  await bus.client.publish([
    newEvent({
      ...at,
      kind: 'prompt.submitted',
      id: 'x-prompt',
      data: { text: 'prices are integers in cents', by: 'person' },
    }),
    newEvent({ ...at, kind: 'session.ended', id: 'x-end', data: { reason: 'exit' } }),
  ]);

  const memory = await eventually(async () => (await decisions())[0], {
    timeoutMs: 30_000,
    what: 'the decision is proposed',
  });
  expect(memory).toMatchObject({ status: 'proposed', origin: 'model', trust: 'agent', about: 'prices' });
  const { evidence } = await bus.client.whyMemory(memory.id);
  expect(evidence.map((one) => one.session)).toContain(session);
  const { hits } = await bus.client.recall({ query: 'prices', project, kinds: ['decision'] });
  expect(hits).toEqual([]);
  expect(windows).toHaveLength(1);

  await caughtUp(bus);
  expect(await bus.client.session(session)).toMatchObject({ state: 'ended' });
});

test('a rebuild of all memories asks nothing, and ends with the same', async () => {
  const verify = async () =>
    (await bus.client.request('POST', '/v1/memory/verify')) as { digest: string; expected: string };
  const { digest } = await eventually(verify, { what: 'the memories stand' });
  await bus.client.request('POST', '/v1/memory/rebuild');
  await eventually(async () => (await verify()).digest === digest, { what: 'the memories are as before' });
  expect(await decisions()).toMatchObject([{ about: 'prices', status: 'proposed' }]);
  expect(windows).toHaveLength(1);
});
