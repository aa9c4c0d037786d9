import type { RecordedEvent } from '@hookline/schemas';
import { HttpHost } from '@hookline/service';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { createClient } from './client.ts';
import { HooklineError } from './hookline-error.ts';

async function serve(answer: (request: Request) => Response | Promise<Response>) {
  const host = await HttpHost.listen('127.0.0.1', 0);
  host.mount('', answer);
  return {
    client: createClient({ url: host.url, token: 'hkl_test' }),
    url: host.url,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

function frames(...positions: number[]): string {
  const frame = (position: number) =>
    `id: ${position}\nevent: event\ndata: ${JSON.stringify({ position, event: { id: `e${position}`, type: 't' } })}\n\n`;
  return `: heartbeat\n\n${positions.map(frame).join('')}`;
}

const eventStream = { headers: { 'content-type': 'text/event-stream' } };

async function take(events: AsyncIterable<RecordedEvent>, count: number): Promise<number[]> {
  const positions: number[] = [];
  for await (const { position } of events) {
    positions.push(position);
    if (positions.length === count) break;
  }
  return positions;
}

describe('following', () => {
  test('goes on where the connection broke, each event once', async () => {
    const asked: (string | null)[] = [];
    await using server = await serve((request) => {
      asked.push(request.headers.get('last-event-id'));
      return new Response(asked.length === 1 ? frames(3, 4) : frames(4, 5, 6), eventStream);
    });

    expect(await take(server.client.events({ after: 2 }), 4)).toEqual([3, 4, 5, 6]);
    expect(asked).toEqual(['2', '4']);
  });

  test('waits as long as a busy server asks, then goes on', async () => {
    let requests = 0;
    const waits: number[] = [];
    await using server = await serve(() => {
      requests += 1;
      if (requests > 1) return new Response(frames(1), eventStream);
      return Response.json({ error: { code: 'unavailable', message: 'not now' } }, { status: 503 });
    });

    const events = server.client.events({ after: 0, onReconnect: (_, waitMs) => waits.push(waitMs) });

    expect(await take(events, 1)).toEqual([1]);
    expect(waits).toHaveLength(1);
  });

  test('leaves a stream that fell silent', async () => {
    await using server = await serve((request) => {
      if (request.headers.get('last-event-id') === '7') return new Response(frames(8), eventStream);
      return new Response(
        new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(frames(7))) }),
        eventStream,
      );
    });

    expect(await take(server.client.events({ after: 6, silenceMaxMs: 100 }), 2)).toEqual([7, 8]);
  });

  test('ends at the position it was asked to end at', async () => {
    await using server = await serve(() => new Response(frames(1, 2, 3, 4), eventStream));

    expect(await take(server.client.events({ after: 0, until: 3 }), 10)).toEqual([1, 2, 3]);
  });

  test('ends with the reason when the server refuses it', async () => {
    await using server = await serve(() =>
      Response.json({ error: { code: 'forbidden', message: 'no', hint: 'ask' } }, { status: 403 }),
    );

    await expect(take(server.client.events({ after: 0 }), 1)).rejects.toMatchObject({ status: 403, hint: 'ask' });
  });
});

describe('an error', () => {
  test('says that nobody answers, and that trying again may help', async () => {
    const host = await HttpHost.listen('127.0.0.1', 0);
    await host[Symbol.asyncDispose]();

    const error = await createClient({ url: host.url, token: 'x' })
      .session('x')
      .catch((thrown: unknown) => thrown as HooklineError);

    expect(error).toBeInstanceOf(HooklineError);
    expect(error).toMatchObject({ status: 0, code: 'unreachable', retryable: true });
    expect((error as HooklineError).message).toContain(host.url);
  });

  test('is told when the server takes too long', async () => {
    await using server = await serve(() => new Promise<Response>(() => {}));

    await expect(server.client.request('GET', '/v1/slow', { timeoutMs: 50 })).rejects.toMatchObject({
      status: 0,
      message: expect.stringContaining('no answer in 50 ms'),
    });
  });

  test('is told when an answer is not what it should be', async () => {
    await using server = await serve(() => Response.json({ results: [] }));

    await expect(server.client.publish(['{}'])).rejects.toMatchObject({ code: 'bad-answer', retryable: true });
  });
});

test('pages are asked for until there are no more', async () => {
  await using server = await serve((request) => {
    const cursor = new URL(request.url).searchParams.get('cursor');
    const row = (session: string) => ({ session, state: 'ended', lastPosition: 1 });
    return Response.json(cursor ? { sessions: [row('b')], next: null } : { sessions: [row('a')], next: 'more' });
  });

  const names = await Array.fromAsync(server.client.sessions({ project: 'shop' }), ({ session }) => session);

  expect(names).toEqual(['a', 'b']);
});

test('the wait before another try doubles, stays random and has an end', () => {
  const random = () => 1;
  expect([1, 2, 3, 20].map((attempt) => backoffMs(attempt, { baseMs: 100, maxMs: 1_000, random }))).toEqual([
    100, 200, 400, 1_000,
  ]);
  expect(backoffMs(1, { baseMs: 100, random: () => 0 })).toBe(10);
});
