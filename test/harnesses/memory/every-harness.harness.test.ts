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

/** The answer before which the model must know it. OpenCode tells of a file when it is read. */
function firstAt(harness: Harness, surface: Surface, from: number): number {
  return harness === 'opencode' && surface === 'before-edit' ? from - 1 : from;
}

describe.each(Object.keys(makeHand) as Harness[])('what one harness learnt is told to %s', (harness) => {
  test('at the start, at the prompt and at calls, where it can be; and nothing is learnt from it', async () => {
    const { hand, left } = await arrived(harness);
    const { sent, our, status } = await workAs('told', bus, hand, left.prompt, [
      { run: left.command },
      { read: left.file },
      { edit: left.file, before: `export const ${left.file[0]} = 1;`, after: `export const ${left.file[0]} = 2;` },
      seeded[0]!,
    ]);
    expect([status, sent.length]).toEqual([0, 5]);
    const its = surfaces[harness];
    expect(sent[0]).toContain('make test');
    expect(sent[0]).toContain('lesson');
    expect(sent[0]).toContain(left.fact);
    // Each of these is told where it matters, not before; and where it cannot be, not at all.
    const moments: readonly (readonly [Surface, string, number])[] = [
      ['before-command', `${left.command}\` failed`, 1],
      ['before-edit', left.decision, 3],
      ['after-failure', 'make seed', 4],
    ];
    for (const [surface, words, from] of moments) {
      const first = sent.findIndex((request) => request.includes(words));
      expect(first, `${surface}: ${words}`).toBe(its.includes(surface) ? firstAt(harness, surface, from) : -1);
    }

    const account = await bus.settled(our, ({ session }) => session.openCalls === 0);
    const told = account.eventsOf('memory.injected');
    expect([...new Set(told.map(({ data }) => data.surface))].sort()).toEqual([...its].sort());
    expect(told.filter(({ data }) => data.heldOut === true)).toEqual([]);
    const memories = told.flatMap(({ data }) => data.memories.map(shortId));
    expect(memories.length, 'each memory is told once').toBe(new Set(memories).size);
    const rest = account.events.filter(({ type }) => !type.includes('memory.injected'));
    expect(JSON.stringify(rest)).not.toContain('lesson');
    expect(JSON.stringify(rest)).not.toContain('<hookline');
  });
});

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
