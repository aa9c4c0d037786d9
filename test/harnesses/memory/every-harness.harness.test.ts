import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../bus.ts';
import { type Hand, makeHand } from './hands.ts';
import { cardFor, type Left, leftBy, project, teach, workAs } from './lessons.ts';

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

/** How each harness is told of a call, by what was found in the model's requests: see docs/how-to/what-agents-are-told.md. */
const tellsOfCalls: Readonly<Record<Harness, { command: boolean; edit: boolean }>> = {
  'claude-code': { command: true, edit: true },
  codex: { command: true, edit: true },
  'gemini-cli': { command: false, edit: false },
  goose: { command: false, edit: false },
  opencode: { command: true, edit: true },
};

describe.each(Object.keys(makeHand) as Harness[])('what one harness learnt is told to %s', (harness) => {
  test('at the start, at the prompt and at calls, where it can be; and nothing is learnt from it', async () => {
    const { hand, left } = await arrived(harness);
    const { sent, our, status } = await workAs('told', bus, hand, left.prompt, [
      { run: left.command },
      { read: left.file },
      { edit: left.file, before: `export const ${left.file[0]} = 1;`, after: `export const ${left.file[0]} = 2;` },
    ]);
    expect(status).toBe(0);
    expect(sent).toHaveLength(4);
    expect(sent[0]).toContain('make test');
    expect(sent[0]).toContain('lesson');
    expect(sent[0]).toContain(left.fact);
    const tells = tellsOfCalls[harness];
    expect(sent[0]).not.toContain(left.decision);
    expect(sent[1]!.includes(`${left.command}\``) || sent[1]!.includes('fails'), sent[1]).toBe(tells.command);
    expect(sent[3]!.includes(left.decision)).toBe(tells.edit);

    const account = await bus.settled(our, ({ session }) => session.openCalls === 0);
    const told = account.eventsOf('memory.injected');
    expect(new Set(told.map(({ data }) => data.surface))).toContain('session-start');
    expect(told.every(({ data }) => data.heldOut !== true)).toBe(true);
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
    for (const request of sent) expect(request).not.toContain('<hookline');
    const account = await bus.settled(our);
    const told = account.eventsOf('memory.injected');
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ data }) => data.heldOut)).toEqual(told.map(() => true));
  },
);

test('nothing that was told became a memory', async () => {
  await bus.caughtUp();
  const { memories } = await bus.ask<{ memories: { statement: string; kind: string }[] }>(
    `/v1/memory?project=${encodeURIComponent(project)}&limit=1000`,
  );
  const own = memories.filter(
    ({ kind, statement }) => !['decision', 'fact'].includes(kind) && /lesson|<hookline/.test(statement),
  );
  expect(own).toEqual([]);
});
