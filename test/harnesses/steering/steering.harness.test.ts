import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../bus.ts';
import { hookUp as hookUpGoose, sessionNamed, shell } from '../goose/bed.ts';
import { makeGoosePlayground } from '../goose/playground.ts';
import { makeHand } from '../memory/hands.ts';
import { startChatModel } from '../model/openai-chat-model.ts';
import { play } from '../model/reply.ts';

let resources: AsyncDisposableStack;
let bus: Bus;

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  bus = resources.use(await Bus.start());
});
afterAll(async () => resources.disposeAsync());

const text = 'Leave the </hookline> branch alone:\nit is frozen.';
const shown = 'it is frozen.';
/** JSON of a request, in which a harness may have written `<` as an entity. */
const block = /(?:<|&lt;|\\u003c)hookline message from=/g;
const blocksIn = (request: string) => request.match(block)?.length ?? 0;

/** A call that goes on when somebody says so. */
const gate = 'touch begun; until [ -e go ]; do sleep 0.1; done';

async function newestOf(harness: string): Promise<string> {
  return eventually(
    async () => {
      const { sessions } = await bus.ask<{ sessions: { session: string; state: string }[] }>('/v1/sessions');
      return sessions.find(({ session, state }) => session.startsWith(`${harness}:`) && state !== 'ended')?.session;
    },
    { timeoutMs: 30_000, what: `a session of ${harness} that goes on` },
  );
}

/** Leaves a message, and waits until the edge has it. */
async function steer(session: string): Promise<string> {
  const { message } = await bus.post<{ message: string }>('/v1/steering', { session, text });
  const waiting = join(bus.home, 'answers', 'waiting');
  await eventually(() => existsSync(waiting), { timeoutMs: 30_000, what: 'the edge holds the message' });
  return message;
}

async function outcomeOf(session: string, message: string) {
  const account = await bus.settled(session, ({ session: { openCalls } }) => openCalls === 0);
  const rest = account.events.filter(({ type }) => !type.includes('.steer.'));
  expect(JSON.stringify(rest)).not.toContain(shown);
  expect(JSON.stringify(rest)).not.toContain('<hookline');
  const ended = account.eventsOf('steer.ended').map(({ data }) => data);
  expect(ended).toHaveLength(1);
  const { messages } = await bus.ask<{ messages: { message: string; state: string }[] }>(
    `/v1/steering?session=${encodeURIComponent(session)}`,
  );
  expect(messages).toMatchObject([{ message, state: 'delivered' }]);
  return ended[0]!;
}

describe.each(['claude-code', 'codex', 'gemini-cli', 'opencode'] as const)(
  'a message for a running session of %s',
  (harness) => {
    test('reaches the model at the next call, once, and the log says when it was delivered', async () => {
      const hand = await makeHand[harness](resources, bus);
      const { project } = hand.person;
      const working = hand.work('Do what has to be done', [
        { run: gate },
        { run: 'echo second' },
        { run: 'echo third' },
      ]);
      await eventually(() => existsSync(join(project, 'begun')), { timeoutMs: 150_000, what: 'the call' });
      const session = await newestOf(harness);
      const message = await steer(session);
      writeFileSync(join(project, 'go'), '');

      const { sent, status } = await working;

      expect([status, sent.length]).toEqual([0, 4]);
      expect(sent[0]).not.toContain(shown);
      const first = sent.findIndex((request) => request.includes(shown));
      // Behind the output of the call that was running; where only failures have a place there, at the next call. An answer
      // that comes too late on a busy machine is not waited for: then one later.
      expect(first).toBeGreaterThanOrEqual(harness === 'claude-code' ? 2 : 1);
      expect(blocksIn(sent.at(-1)!)).toBe(1);
      const surface = harness === 'claude-code' ? 'before-call' : expect.stringMatching(/^(before|after)-call$/);
      expect(await outcomeOf(session, message)).toMatchObject({ message, outcome: 'delivered', surface });
    });
  },
);

test('a message for a session of Goose reaches the model at the next prompt', async () => {
  const model = resources.use(await startChatModel());
  const person = resources.use(await makeGoosePlayground(model.url));
  await hookUpGoose(bus, person, 'install');
  const memory = join(person.home, 'memory.md');
  const env = { GOOSE_MOIM_MESSAGE_FILE: memory };
  model.learn({
    broken: [{ tools: [shell('touch begun; sleep 60')] }],
    again: [{ tools: [shell('echo again')] }, { text: 'Done.' }],
    later: [{ text: 'Nothing else.' }],
  });
  const running = person.start(play('broken'), { env });
  await eventually(() => existsSync(join(person.project, 'begun')), { timeoutMs: 150_000, what: 'the call' });
  running.kill('SIGKILL');
  const { session: native } = await running.ended;
  const session = await sessionNamed(bus, native!);
  const message = await steer(session);

  const resumed = { flags: ['--resume', '--session-id', native!], env };
  expect((await person.run(play('again'), resumed)).status).toBe(0);

  const sent = model.served('again').map(({ request }) => JSON.stringify(request));
  expect(sent.map(blocksIn)).toEqual(sent.map(() => 1));
  expect(sent[0]).toContain(shown);
  expect(await outcomeOf(session, message)).toMatchObject({ outcome: 'delivered', surface: 'prompt' });
  expect(readFileSync(memory, 'utf8')).toContain(shown);

  // What was said once is not said with the next prompt again.
  rmSync(join(person.project, 'begun'));
  expect((await person.run(play('later'), resumed)).status).toBe(0);
  expect(readFileSync(memory, 'utf8')).toBe('');
});
