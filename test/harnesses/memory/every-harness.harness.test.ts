import { type Surface, shortId } from '@hookline/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../bus.ts';
import { type Hand, makeHand } from './hands.ts';
import { cardFor, type Left, leftBy, memoriesOf, seeded, teach, workAs } from './lessons.ts';

type Harness = keyof typeof makeHand;

let resources: AsyncDisposableStack;
let bus: Bus;
const hands: Partial<Record<Harness, Hand>> = {};

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  bus = resources.use(await Bus.start());
  hands['claude-code'] = await makeHand['claude-code'](resources, bus);
  await teach(bus, hands['claude-code']);
});
afterAll(async () => resources.disposeAsync());

/** Somebody with this harness, whose folder the edge has met, with what the card there leaves to be told later. */
async function arrived(harness: Harness): Promise<{ hand: Hand; left: Left }> {
  let hand = hands[harness];
  if (hand === undefined) {
    hand = hands[harness] = await makeHand[harness](resources, bus);
    await hand.work('Say hello');
  }
  return { hand, left: leftBy(await cardFor(bus, hand)) };
}

/** Where each harness can be told something: see docs/how-to/what-agents-are-told.md. */
const surfaces: Readonly<Record<Harness, readonly Surface[]>> = {
  'claude-code': ['session-start', 'prompt', 'before-command', 'before-edit', 'after-failure'],
  codex: ['session-start', 'prompt', 'before-command', 'before-edit', 'after-failure'],
  'gemini-cli': ['session-start', 'prompt', 'after-failure'],
  goose: ['session-start', 'prompt'],
  opencode: ['session-start', 'prompt', 'before-command', 'before-edit', 'after-failure'],
};

/** The number of the request that must hold first what is told at each moment. OpenCode tells of a file when it is read. */
const firstIn = (harness: Harness): Readonly<Record<string, number>> => ({
  'session-start': 0,
  prompt: 0,
  'before-command': 1,
  'before-edit': harness === 'opencode' ? 2 : 3,
  'after-failure': 4,
});

const triesMax = 6;

describe.each(Object.keys(makeHand) as Harness[])('what one harness learnt is told to %s', (harness) => {
  test('at the start, at the prompt and at calls, where it can be; and nothing is learnt from it', async () => {
    const its = surfaces[harness];
    const told = new Set<string>();
    // An answer that would come late is not waited for, and on a busy machine one may: then the next session is told.
    for (let tries = 0; tries < triesMax && told.size < its.length; tries += 1) {
      const { hand, left } = await arrived(harness);
      const { sent, our, status } = await workAs('told', bus, hand, left.prompt, [
        { run: left.command },
        { read: left.file },
        { edit: left.file, before: `export const ${left.file[0]} = 1;`, after: `export const ${left.file[0]} = 2;` },
        seeded[0]!,
      ]);
      expect([status, sent.length]).toEqual([0, 5]);
      expect(sent[0]).toContain('make test');
      expect(sent[0]).toContain('(last lesson)');
      for (const { surface, text } of await injectedInto(our)) {
        const line = JSON.stringify(text.split('\n').find((one) => one.startsWith('- '))).slice(1, -1);
        const first = sent.findIndex((request) => request.includes(line));
        expect([surface, first]).toEqual([surface, firstIn(harness)[surface]]);
        told.add(surface);
      }
    }
    expect([...told].sort()).toEqual([...its].sort());
  });
});

/** What the log says was told: each memory once, and nothing else in it has a word of it. */
async function injectedInto(session: string): Promise<{ surface: string; text: string }[]> {
  const account = await bus.settled(session, ({ session: { openCalls } }) => openCalls === 0);
  const injected = account.eventsOf('memory.injected').map(({ data }) => data);
  expect(injected.filter(({ heldOut }) => heldOut === true)).toEqual([]);
  const memories = injected.flatMap((one) => one.memories.map(shortId));
  expect(memories.toSorted()).toEqual([...new Set(memories)].sort());
  const rest = account.events.filter(({ type }) => !type.includes('memory.injected'));
  expect(JSON.stringify(rest)).not.toContain('lesson)');
  expect(JSON.stringify(rest)).not.toContain('<hookline');
  return injected.map(({ surface, text }) => ({ surface, text: String(text) }));
}

test.each(['claude-code', 'gemini-cli'] as const)(
  'a session of %s that is held out is told nothing, and the log says so',
  async (harness) => {
    const { hand, left } = await arrived(harness);
    const { sent, our } = await workAs('held out', bus, hand, left.prompt, [{ run: left.command }]);
    for (const request of sent) expect(request).not.toContain('hookline memory');
    const account = await bus.settled(our);
    const told = account.eventsOf('memory.injected');
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ data }) => data.heldOut)).toEqual(told.map(() => true));
  },
);

test('nothing that was told became a memory', async () => {
  await bus.caughtUp();
  const memories = await memoriesOf(bus);
  const own = memories.filter(
    ({ kind, statement }) =>
      !['decision', 'fact', 'directive', 'file'].includes(kind) && /lesson|<hookline/.test(statement),
  );
  expect(own).toEqual([]);
});
