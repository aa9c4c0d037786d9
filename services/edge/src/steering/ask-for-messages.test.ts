import { HttpHost } from '@hookline/service';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { BusLink } from '../send/bus-link.ts';
import { askForMessages } from './ask-for-messages.ts';
import { LiveSessions } from './live-sessions.ts';
import type { Message } from './message.ts';

interface Held {
  readonly body: { sessions: string[]; known: string[]; waitMs: number };
  answer(response: Response): void;
  readonly isGone: () => boolean;
}

/** A bus that holds every question until the test answers it. */
async function bed(sessions: readonly string[]) {
  const stack = new AsyncDisposableStack();
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  const held: Held[] = [];
  host.mount('/v1/steering/pending', async (request) => {
    const body = (await request.json()) as Held['body'];
    let gone = false;
    request.signal.addEventListener('abort', () => {
      gone = true;
    });
    return new Promise<Response>((answer) => held.push({ body, answer, isGone: () => gone }));
  });
  const live = new LiveSessions();
  for (const session of sessions) live.heard(session, Date.now());
  const taken: Message[] = [];
  const gone: string[] = [];
  const troubles: unknown[] = [];
  const stop = new AbortController();
  const running = askForMessages(
    {
      bus: new BusLink({ url: host.url, token: 'any', tokenFile: '' }),
      live,
      known: () => taken.map(({ message }) => message),
      take(messages, over) {
        taken.push(...messages);
        gone.push(...over);
        return messages.length + over.length > 0;
      },
      onTrouble: (error) => void troubles.push(error),
    },
    stop.signal,
  );
  return {
    held,
    live,
    taken,
    gone,
    troubles,
    asked: (count: number) => eventually(() => held.length >= count, { what: `${count} questions` }),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      for (const { answer } of held) answer(Response.json({ messages: [] }));
      await running;
      await stack.disposeAsync();
    },
  };
}

const message = (id: string) => ({
  message: id,
  session: 'codex:1',
  text: 'stop',
  by: 'ann',
  at: null,
  expiresAt: '2030-01-01T00:00:00.000Z',
  rule: null,
});

test('asks for the sessions at work, one question at a time, and says what it has already', async () => {
  await using here = await bed(['codex:1', 'codex:2']);
  await here.asked(1);
  expect(here.held[0]!.body).toEqual({ sessions: ['codex:1', 'codex:2'], known: [], waitMs: 25_000 });
  here.held[0]!.answer(Response.json({ messages: [message('a'), { nonsense: true }], gone: ['old'] }));
  await here.asked(2);
  expect(here.held[1]!.body.known).toEqual(['a']);
  expect([here.taken.map((one) => one.message), here.gone]).toEqual([['a'], ['old']]);
  expect(here.held).toHaveLength(2);
});

test('asks anew when a session comes or goes, and not at all without one', async () => {
  await using here = await bed(['codex:1']);
  await here.asked(1);
  here.live.heard('codex:2', Date.now());
  await here.asked(2);
  expect(here.held[1]!.body.sessions).toEqual(['codex:1', 'codex:2']);
  await eventually(() => here.held[0]!.isGone(), { what: 'the first question to be taken back' });
  here.live.heard('codex:2', Date.now());
  for (const session of ['codex:1', 'codex:2']) here.live.ended(session);
  await eventually(() => here.held[1]!.isGone(), { what: 'the second question to be taken back' });
  here.live.heard('goose:h-20261123_1', Date.now());
  await here.asked(3);
  expect(here.held.map(({ body }) => body.sessions).at(-1)).toEqual(['goose:h-20261123_1']);
  expect(here.live.nativesOf('goose:h-20261123_1')).toEqual(['h-20261123_1', '20261123_1']);
  expect(here.troubles).toEqual([]);
});

test('asks again after a failure, and tells of it', async () => {
  await using here = await bed(['codex:1']);
  await here.asked(1);
  here.held[0]!.answer(new Response('no', { status: 503 }));
  await here.asked(2);
  expect(here.troubles).toHaveLength(1);
  here.held[1]!.answer(Response.json({ messages: [message('a')] }));
  await eventually(() => here.taken.length === 1, { what: 'the message' });
});
