import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median } from '../../benchmarks/statistics.ts';
import { Bus } from '../bus.ts';
import { type Hand, makeHand, type Step, type Worked } from './hands.ts';
import { cardFor, leftBy, teach, workAs } from './lessons.ts';

type Harness = keyof typeof makeHand;

const harnesses = Object.keys(makeHand) as Harness[];
const sessionsEach = 3;

let resources: AsyncDisposableStack;
let bus: Bus;
const hands = new Map<Harness, Hand>();
/** Three calls, of which the edge would have something to say about the first. */
let steps: readonly Step[];
let prompt: string;

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  bus = resources.use(await Bus.start());
  for (const harness of harnesses) hands.set(harness, await makeHand[harness](resources, bus));
  await teach(bus, hands.get('claude-code')!);
  for (const hand of hands.values()) {
    await hand.work('Say hello');
    const left = leftBy(await cardFor(bus, hand));
    steps = [{ run: left.command }, { run: 'make test' }, { read: left.file }];
    prompt = left.prompt;
  }
});
afterAll(async () => resources.disposeAsync());

/** Sessions of one harness, one after another; all of them must go well. */
async function sessions(hand: Hand): Promise<Worked[]> {
  const all: Worked[] = [];
  for (let count = 0; count < sessionsEach; count += 1) all.push(await hand.work(prompt, steps));
  for (const { status, sent } of all) expect([status, sent.length]).toEqual([0, steps.length + 1]);
  return all;
}

/** The cards and lists of everybody's folder, as if a quarter of an hour had gone by. */
function letExpire(): void {
  for (const { person } of hands.values()) {
    const folder = join(bus.home, 'cards', person.project);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, Date.now() / 1_000 - 1);
  }
}

const blocks = ({ sent }: Worked) => sent.join('').match(/(?:<|&lt;)hookline memory/g)?.length ?? 0;
const took = new Map<string, Record<string, number>>();
const note = (harness: string, how: string, worked: readonly Worked[]) =>
  took.set(harness, { ...took.get(harness), [how]: Math.round(median(worked.map(({ tookMs }) => tookMs))) });

/** How long sessions took, for whoever reads the output: machines differ, so it is no condition. */
afterAll(() => {
  for (const [harness, medians] of took) process.stdout.write(`${harness}: ${JSON.stringify(medians)} ms\n`);
});

describe('with the edge there', () => {
  test.each(harnesses)('%s is told what was learnt', async (harness) => {
    const hand = hands.get(harness)!;
    const worked = await workAs('told', bus, hand, prompt, steps);
    expect(blocks(worked)).toBeGreaterThan(0);
    note(harness, 'told', await sessions(hand));
  });
});

describe('with the edge stopped in the middle of everything', () => {
  beforeAll(() => bus.freeze());
  afterAll(() => bus.thaw());

  test.each(harnesses)('%s starts and works, and waits in vain at most once', async (harness) => {
    const alive = join(bus.home, 'answers', 'alive');
    note(harness, 'frozen', await sessions(hands.get(harness)!));
    // Whoever asked in vain took its question back, or the edge's word is withdrawn: nobody waits a second time.
    expect(existsSync(alive)).toBe(true);
    expect(readdirSync(join(bus.home, 'answers', 'asked')).length).toBeLessThanOrEqual(1);
  });
});

describe('with the bus away', () => {
  beforeAll(async () => {
    await eventually(() => bus.waiting() === 0, { timeoutMs: 120_000, what: 'the edge took what was left for it' });
    await bus.stop();
    letExpire();
  });
  afterAll(() => bus.start());

  test.each(harnesses)('%s starts and works, and is told nothing that is out of date', async (harness) => {
    const worked = await sessions(hands.get(harness)!);
    note(harness, 'stopped', worked);
    expect(worked.map(blocks)).toEqual(worked.map(() => 0));
    expect(readdirSync(join(bus.home, 'answers', 'asked'))).toEqual([]);
  });
});
