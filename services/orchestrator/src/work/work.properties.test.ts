import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancel, complete, confirmCancelled, fail, heartbeat, StaleFenceError, split } from './commands.ts';
import { isOver, next, type WorkState } from './state.ts';
import { openWork } from './test-work.ts';

type Work = Awaited<ReturnType<typeof openWork>>;

/** What is known of one item by somebody who only saw what was done. */
interface Known {
  state: WorkState;
  fence: number;
  attempt: number;
  cancelling: boolean;
}
/** Every claim that ever was: who held what, rightly or not any more. */
interface Model {
  readonly items: Map<string, Known>;
  readonly claims: { readonly item: string; readonly fence: number }[];
}

const attemptsMax = 5;
const wholes = ['a'];

abstract class Step implements fc.AsyncCommand<Model, Work> {
  readonly words: string;
  constructor(words: string) {
    this.words = words;
  }
  check(_: Readonly<Model>): boolean {
    return true;
  }
  abstract run(model: Model, work: Work): Promise<void>;
  toString = () => this.words;
}

/** Somebody takes whatever there is: it was free, its fence is new, nobody else has it. */
class Take extends Step {
  constructor() {
    super('take');
  }
  async run(model: Model, work: Work) {
    await work.due();
    const free = [...model.items].filter(([, { state }]) => state === 'offered').map(([item]) => item);
    const taken = await work.take();
    if (taken === undefined) return expect(free).toEqual([]);
    expect(free).toContain(taken.item);
    const known = model.items.get(taken.item)!;
    expect(taken.fence).toBeGreaterThan(known.fence);
    Object.assign(known, { state: 'claimed', fence: taken.fence });
    model.claims.push({ item: taken.item, fence: taken.fence });
  }
}

const reports = {
  complete: (work: Work, item: string, fence: number) => complete(work.db, item, fence, { result: fence }),
  fail: (work: Work, item: string, fence: number) => fail(work.db, item, fence, { error: 'red' }),
  heartbeat: (work: Work, item: string, fence: number) => heartbeat(work.db, item, fence),
  confirm: (work: Work, item: string, fence: number) => confirmCancelled(work.db, item, fence),
} as const;

/** Somebody who holds the item, or once did, reports: it counts exactly when they hold it. */
class Report extends Step {
  readonly #name: keyof typeof reports;
  readonly #which: number;
  constructor(name: keyof typeof reports, which: number) {
    super(`${name} by claim ${which}`);
    this.#name = name;
    this.#which = which;
  }
  override check(model: Readonly<Model>) {
    return model.claims.length > 0;
  }
  async run(model: Model, work: Work) {
    const { item, fence } = model.claims[this.#which % model.claims.length]!;
    const known = model.items.get(item)!;
    const before = await work.item(item);
    const heard = await reports[this.#name](work, item, fence).catch((error: unknown) => error);
    const holds = known.state === 'claimed' && known.fence === fence;
    if (!holds) {
      if (heard instanceof Error) expect(heard).toBeInstanceOf(StaleFenceError);
      return expect(await work.item(item)).toEqual(before);
    }
    expect(heard).not.toBeInstanceOf(Error);
    step(known, this.#name);
    expect((await work.item(item)).state).toBe(known.state);
    await relearn(model, work);
  }
}

class Split extends Step {
  readonly #which: number;
  constructor(which: number) {
    super(`split by claim ${which}`);
    this.#which = which;
  }
  override check(model: Readonly<Model>) {
    return model.claims.length > 0 && model.items.size < 8;
  }
  async run(model: Model, work: Work) {
    const { item, fence } = model.claims[this.#which % model.claims.length]!;
    const known = model.items.get(item)!;
    const holds = known.state === 'claimed' && known.fence === fence;
    const splitting = split(work.db, item, fence, { parts: [{ payload: 1 }, { payload: 2 }] });
    if (!holds) return void (await splitting.catch((error) => expect(error).toBeInstanceOf(StaleFenceError)));
    await splitting;
    known.state = 'waiting';
    for (const part of await work.parts(item)) {
      if (!model.items.has(part.item)) {
        model.items.set(part.item, { state: 'offered', fence: 0, attempt: 1, cancelling: false });
      }
    }
  }
}

class Cancel extends Step {
  readonly #which: number;
  constructor(which: number) {
    super(`cancel ${which}`);
    this.#which = which;
  }
  async run(model: Model, work: Work) {
    const item = [...model.items.keys()][this.#which % model.items.size]!;
    const over = isOver(model.items.get(item)!.state);
    const off = { by: 'ada', reason: 'no' };
    const done = await work.db.transaction((trx) => cancel(trx, item, off)).catch((error: unknown) => error);
    expect(done instanceof Error).toBe(over);
    await relearn(model, work);
  }
}

class Redrive extends Step {
  readonly #which: number;
  constructor(which: number) {
    super(`redrive ${which}`);
    this.#which = which;
  }
  async run(model: Model, work: Work) {
    const item = [...model.items.keys()][this.#which % model.items.size]!;
    const possible = next(model.items.get(item)!.state, 'redrive') !== undefined;
    const done = await work.redriven(item).catch((error: unknown) => error);
    expect(done instanceof Error).toBe(!possible);
    await relearn(model, work);
  }
}

/** Every lease runs out. */
class Silence extends Step {
  constructor() {
    super('all leases end');
  }
  async run(model: Model, work: Work) {
    await work.passes(70_000);
    for (const known of model.items.values()) if (known.state === 'claimed') step(known, 'lose');
    await relearn(model, work);
  }
}

function step(known: Known, name: 'complete' | 'fail' | 'heartbeat' | 'confirm' | 'lose'): void {
  const to = next(known.state, name, { attemptsLeft: known.attempt < attemptsMax, cancelling: known.cancelling })!;
  if (to === 'offered') known.attempt += 1;
  if (to !== 'claimed') known.cancelling = false;
  known.state = to;
}

/** What is said of one item may concern others: those are looked at. What is done stays done, and no fence goes back. */
async function relearn(model: Model, work: Work): Promise<void> {
  for (const [item, known] of model.items) {
    const row = await work.item(item);
    if (known.state === 'completed') expect(row.state).toBe('completed');
    expect(row.fence).toBe(known.fence === 0 ? row.fence : known.fence);
    Object.assign(known, { state: row.state, attempt: row.attempt, cancelling: row.cancelling !== null });
  }
}

/** What is true whatever was done. */
async function alwaysTrue(model: Model, work: Work): Promise<void> {
  const said = await work.said();
  for (const [item, known] of model.items) {
    const row = await work.item(item);
    const of = said.filter((one) => (one as { item?: string }).item === item).map(({ kind }) => kind);
    const count = (kind: string) => of.filter((one) => one === kind).length;
    expect([item, row.state]).toEqual([item, known.state]);
    expect(count('completed')).toBeLessThanOrEqual(1);
    expect(count('claimed')).toBe(row.fence);
    expect(count('joined')).toBeLessThanOrEqual(count('split') + count('redriven'));
    if (row.state === 'completed') expect(['completed']).toContain(of.findLast((kind) => kind !== 'refused'));
    if (row.state === 'waiting') {
      const parts = await work.parts(item);
      const mine = parts.filter(({ parentAttempt }) => parentAttempt === row.join!.attempt);
      expect(mine.some(({ state }) => !isOver(state))).toBe(true);
    }
    expect(row.attempt).toBeLessThanOrEqual(row.attemptsMax);
  }
}

const which = fc.nat({ max: 20 });
const report = fc
  .tuple(fc.constantFrom('complete', 'fail', 'heartbeat', 'confirm'), which)
  .map(([name, n]) => new Report(name, n));
const take = fc.constant(new Take());
const silence = fc.constant(new Silence());
const commands = fc.commands(
  // What makes stale holders comes often: lost leases, and somebody else who takes.
  [
    ...[take, take, take, silence, silence, report, report, report],
    which.map((n) => new Split(n)),
    which.map((n) => new Cancel(n)),
    which.map((n) => new Redrive(n)),
  ],
  { maxCommands: 20, size: 'max' },
);

test('whatever is done in whatever order, one holds an item at a time, and only what they report counts; the log tells it all', async () => {
  await using work = await openWork();
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      await work.clear();
      const model: Model = { items: new Map(), claims: [] };
      for (const item of wholes) {
        await work.offered(item, { attemptsMax });
        model.items.set(item, { state: 'offered', fence: 0, attempt: 1, cancelling: false });
      }
      await fc.asyncModelRun(() => ({ model, real: work }), steps);
      await alwaysTrue(model, work);
      const standing = await work.standing();
      await work.rebuilt();
      expect(await work.standing()).toEqual(standing);
    }),
    { numRuns: Number(process.env.HOOKLINE_PROPERTY_RUNS ?? 25), endOnFailure: true },
  );
}, 120_000);
