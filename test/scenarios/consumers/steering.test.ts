import { createClient } from '@hookline/client';
import type { DataOf } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { killed } from '../support/kill-server.ts';
import { eventsOf, publishRule, untilQuiet } from './rule.ts';
import { broughtTo, shop, tell, tokenOf } from './told.ts';

const failure: DataOf<'tool.failed'> = {
  call: 'c1',
  tool: 'Bash',
  effects: [],
  outcome: 'failed',
  stage: 'ran',
  error: 'Exit code 1',
};

const rule = `rule: tell-about-failures
on: tool.failed
where: data.stage == "ran"
then:
  - steer: { text: "{{data.call}} failed: {{data.error}}. Look before you go on.", expires: 10m }
tests:
  - given: [{ kind: tool.failed, data: { stage: ran, effects: [] } }]
    expect: { firings: 1 }
`;

const messagesOf = async (bus: TestBus, query = {}) => {
  const found = [];
  for await (const message of bus.client.messages(query)) found.push(message);
  return found;
};
const stateOf = (bus: TestBus, state: string) =>
  eventually(
    async () => {
      const [message] = await messagesOf(bus);
      return message?.state === state && message;
    },
    { what: `the message to be ${state}` },
  );

test('a rule tells the session it is about, an edge hears of it at once, and the end comes through the log', async () => {
  await using bus = await startBus();
  const edge = createClient({ url: bus.url, token: await tokenOf(bus, { scopes: ['ingest'] }) });
  await publishRule(bus, 'tell.yaml', rule);
  await tell(bus, 'session.started', { nativeSession: '1' });

  const waiting = edge.errands({ sessions: ['codex:1', 'codex:other'], waitMs: 30_000 });
  await tell(bus, 'tool.failed', failure);
  const { messages } = await waiting;

  expect(messages).toMatchObject([
    { session: 'codex:1', text: 'c1 failed: Exit code 1. Look before you go on.', by: 'rule tell-about-failures' },
  ]);
  const { message } = messages[0]!;
  expect(await edge.errands({ sessions: ['codex:1'] })).toMatchObject({ messages: [{ message }] });
  const over = edge.errands({ sessions: ['codex:1'], known: [message], waitMs: 30_000 });
  expect(await broughtTo({ client: edge }, message)).toMatchObject({ status: 'stored' });
  expect(await over).toEqual({ messages: [], gone: [message] });

  expect(await stateOf(bus, 'delivered')).toMatchObject({ surface: 'prompt', by: 'rule tell-about-failures' });
  const [sent] = await eventsOf(bus, 'steer.sent');
  expect(sent).toMatchObject({ event: { project: shop, session: 'codex:1', data: { cause: { depth: 1 } } } });
  // Nobody else may say that a message was sent.
  expect(
    await tell({ client: edge }, 'steer.sent', {
      message: 'forged',
      text: 'x',
      by: 'me',
      expiresAt: new Date().toISOString(),
    }),
  ).toMatchObject({ status: 'refused' });
});

test('people tell sessions from the command line, and see what came of it', async () => {
  await using bus = await startBus();
  await tell(bus, 'session.started', { nativeSession: '1' });
  await untilQuiet(bus);

  const sent = await bus.hookline('steer', 'codex:1', 'stop and write a test', '--expires', '5m', '--json');
  expect(sent).toMatchObject({ exitCode: 0 });
  expect(sent.json()).toMatchObject({ state: 'waiting', session: 'codex:1', text: 'stop and write a test' });
  const unknown = await bus.hookline('steer', 'codex:nobody', 'hello');
  expect(unknown.exitCode).toBe(1);
  expect(unknown.out).toContain('refused: there is no session codex:nobody');
  await broughtTo(bus, sent.json().message);
  await stateOf(bus, 'refused');
  await eventually(async () => (await messagesOf(bus, { state: 'delivered' })).length === 1);

  expect((await bus.hookline('steer', 'codex:1', '--json')).json()).toMatchObject([{ state: 'delivered' }]);
  expect((await bus.hookline('steer', '--state', 'refused')).out).toContain('codex:nobody');
});

test('a message expires by the clock of the database, and an end that comes too late changes nothing', async () => {
  await using bus = await startBus();
  await tell(bus, 'session.started', { nativeSession: '1' });
  await untilQuiet(bus);
  const { message } = await bus.client.steer({ session: 'codex:1', text: 'quick', expiresInMs: 1_000 });

  expect(await stateOf(bus, 'expired')).toMatchObject({ message });
  await eventually(async () => (await eventsOf(bus, 'steer.ended')).length === 1, { what: 'the log to tell of it' });
  expect(await broughtTo(bus, message)).toMatchObject({ status: 'known' });
  await untilQuiet(bus);
  expect(await messagesOf(bus)).toMatchObject([{ state: 'expired' }]);
});

test('what waits is kept over a restart, and refused when the session ends', async () => {
  await using home = await tempDir();
  const bus = await startBus({ home: home.path });
  await tell(bus, 'session.started', { nativeSession: '1' });
  await untilQuiet(bus);
  const { message } = await bus.client.steer({ session: 'codex:1', text: 'wait for me' });
  await bus.stop();

  await using again = await startBus({ home: home.path });
  expect(await again.client.errands({ sessions: ['codex:1'] })).toMatchObject({ messages: [{ message }] });
  await tell(again, 'session.ended', { reason: 'other' });
  expect(await stateOf(again, 'refused')).toMatchObject({ reason: 'the session ended before it could be told' });
  await eventually(async () => (await eventsOf(again, 'steer.ended')).length === 1, { what: 'the log to tell of it' });
  expect(await again.client.steer({ session: 'codex:1', text: 'too late' })).toMatchObject({
    state: 'refused',
    reason: 'the session codex:1 has ended',
  });
});

test('a token of one project neither tells nor hears sessions of another', async () => {
  await using bus = await startBus();
  const till = 'github.com/acme/till';
  await tell(bus, 'session.started', { nativeSession: '1' });
  await tell(bus, 'session.started', { nativeSession: '2' }, { session: 'codex:2', project: till });
  await untilQuiet(bus);
  const scopes = ['ingest', 'read', 'work'];
  const mine = createClient({ url: bus.url, token: await tokenOf(bus, { scopes, project: shop }) });
  const theirs = await bus.client.steer({ session: 'codex:2', text: 'for the till' });

  expect(await mine.steer({ session: 'codex:2', text: 'hello' })).toMatchObject({
    state: 'refused',
    reason: `there is no session codex:2 of ${shop}; a message stays inside its project`,
  });
  expect(await mine.errands({ sessions: ['codex:1', 'codex:2'], known: [theirs.message] })).toEqual({
    messages: [],
    gone: [],
  });
  const seen = [];
  for await (const { text } of mine.messages()) seen.push(text);
  expect(seen).toEqual(['hello']);
  await untilQuiet(bus);
  const ofTheirs = (await bus.client.request('GET', '/v1/events?session=codex:2')) as { events: object[] };
  expect(JSON.stringify(ofTheirs)).not.toContain('hello');
});

test.each(['nats', 'postgres'] as const)('with %s killed, every message still ends once', async (server) => {
  await using bus = await startBus({ profile: 'durable' });
  const sessions = ['codex:1', 'codex:2', 'codex:3'];
  for (const session of sessions) await tell(bus, 'session.started', { nativeSession: session.slice(6) }, { session });
  await untilQuiet(bus);
  const sent = new Map<string, string>();
  for (const session of sessions) {
    const expiresInMs = session === 'codex:3' ? 1_000 : 600_000;
    sent.set((await bus.client.steer({ session, text: 'hello', expiresInMs })).message, session);
  }

  const killing = killed(bus, server);
  // As an edge does it: what fails is tried again, what is told is told once for each id.
  const told = new Set<string>();
  await eventually(
    async () => {
      const { messages } = await bus.client.errands({ sessions: ['codex:1', 'codex:2'], known: [...told] });
      for (const { message, session } of messages) {
        const { status } = await broughtTo(bus, message, session);
        if (status === 'stored' || status === 'known') told.add(message);
      }
      return told.size === 2;
    },
    { timeoutMs: 60_000, what: 'both messages to be told' },
  );
  await killing;

  const rows = await eventually(
    async () => {
      const found = await messagesOf(bus);
      return found.every(({ state }) => state !== 'waiting') && found;
    },
    { timeoutMs: 30_000, what: 'every message to end' },
  );
  expect(new Map(rows.map(({ session, state }) => [session, state]))).toEqual(
    new Map([
      ['codex:1', 'delivered'],
      ['codex:2', 'delivered'],
      ['codex:3', 'expired'],
    ]),
  );
  await eventually(async () => (await eventsOf(bus, 'steer.ended')).length >= 3, {
    timeoutMs: 30_000,
    what: 'the log to tell of every end',
  });
  await untilQuiet(bus);
  for (const kind of ['steer.sent', 'steer.ended']) {
    const messages = (await eventsOf(bus, kind)).map(({ event }) => event.data.message);
    expect(messages.toSorted()).toEqual([...sent.keys()].toSorted());
  }
});
