import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../bus.ts';
import { type Hand, makeHand, ourSession, type Worked } from '../memory/hands.ts';

type Harness = keyof typeof makeHand;
const harnesses = Object.keys(makeHand) as Harness[];

let resources: AsyncDisposableStack;
let bus: Bus;
const hands = new Map<Harness, Hand>();

const policy = (name: string, mode: string, word: string) => `policy: ${name}
mode: ${mode}
onFailure: closed
budgetMs: 500
clauses:
  - where: data.effects.exists(e, e.type == "process.exec" && e.object.contains("${word}"))
    decide: deny
    reason: Nobody makes ${word} things here
tests:
  - given: { data: { effects: [{ type: process.exec, object: touch ${word}.txt }] } }
    expect: { decide: deny }
`;

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  bus = resources.use(await Bus.start({ HOOKLINE_GUARD: 'enforce' }));
  for (const harness of harnesses) hands.set(harness, await makeHand[harness](resources, bus));
  const folder = join(bus.home, 'policies');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'forbidden.yaml'), policy('no-forbidden', 'enforce', 'forbidden'));
  writeFileSync(join(folder, 'shadowed.yaml'), policy('no-shadowed', 'shadow', 'shadowed'));
  const kept = join(bus.home, 'edge', 'policies.json');
  const isThere = () => existsSync(kept) && readFileSync(kept, 'utf8').includes('no-shadowed');
  await eventually(isThere, { timeoutMs: 240_000, what: 'the edge has the policies' });
  const guard = join(bus.home, 'answers', 'guard');
  await eventually(() => existsSync(guard), { timeoutMs: 10_000, what: 'calls are guarded' });
});
afterAll(async () => resources.disposeAsync());

const made = ({ person }: Hand, name: string) => existsSync(join(person.project, name));

describe.each(harnesses)('%s', (harness) => {
  test('does not run what a policy denies, and its model is told why; a policy in shadow changes nothing', async () => {
    const hand = hands.get(harness)!;
    const worked = await hand.work('Make files', [
      { run: 'touch forbidden.txt' },
      { run: 'touch shadowed.txt' },
      { run: 'touch allowed.txt' },
    ]);
    const { sent } = worked;

    expect([worked.status, sent.length]).toEqual([0, 4]);
    expect(['forbidden.txt', 'shadowed.txt', 'allowed.txt'].map((name) => made(hand, name))).toEqual([
      false,
      true,
      true,
    ]);
    expect(sent[0]).not.toContain('Nobody makes');
    expect(sent[1]).toContain('Nobody makes forbidden things here (policy no-forbidden)');
    expect(sent.at(-1)).not.toContain('Nobody makes shadowed');
    const session = await ourSession(bus, hand, worked);
    const decided = async () => {
      const account = await bus.settled(session, ({ session: { openCalls } }) => openCalls === 0);
      return account.eventsOf('guard.decided').map(({ data }) => data);
    };
    await eventually(async () => (await decided()).length === 2, {
      timeoutMs: 60_000,
      what: 'both decisions in the log',
    });
    expect((await decided()).toSorted((a, b) => (a.mode < b.mode ? -1 : 1))).toMatchObject([
      { policy: 'no-forbidden', mode: 'enforce', decision: 'deny', clause: 0 },
      { policy: 'no-shadowed', mode: 'shadow', decision: 'deny', clause: 0 },
    ]);
  });
});

describe('with the edge stopped in the middle of everything', () => {
  beforeAll(() => bus.freeze());
  afterAll(() => bus.thaw());

  test.each(harnesses)('%s runs nothing that needs an answer', async (harness) => {
    const hand = hands.get(harness)!;
    const { sent } = await hand.work('Make a file', [{ run: 'touch frozen.txt' }]);
    expect(made(hand, 'frozen.txt')).toBe(false);
    expect(sent[1]).toContain('Hookline gave no answer');
  });
});

describe('with the edge gone', () => {
  const alone = new Map<Harness, Worked>();
  beforeAll(() => bus.crash());

  test.each(harnesses)('%s runs nothing that needs an answer', async (harness) => {
    const hand = hands.get(harness)!;
    const worked = await hand.work('Make a file', [{ run: 'touch alone.txt' }]);
    alone.set(harness, worked);
    expect(made(hand, 'alone.txt')).toBe(false);
    expect(worked.sent[1]).toContain('Hookline gave no answer');
  });

  test('the next edge tells the log of all of them', async () => {
    await bus.start();
    for (const [harness, worked] of alone) {
      const session = await ourSession(bus, hands.get(harness)!, worked);
      const decided = await eventually(
        async () => {
          const account = await bus.settled(session, ({ session: { openCalls } }) => openCalls === 0);
          const all = account.eventsOf('guard.decided').map(({ data }) => data);
          return all.length > 0 && all;
        },
        { timeoutMs: 60_000, what: `what became of the call of ${harness}` },
      );
      expect(decided).toMatchObject([{ policy: 'no-forbidden', decision: 'none', failed: 'closed' }]);
    }
  });
});
