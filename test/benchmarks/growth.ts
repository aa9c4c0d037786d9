/**
 * Whether an event costs the same however many are stored, and however many sessions are live: appended to the log,
 * then into the archive and all read models. Each size is measured in turns with a bus of the yardstick's size.
 *
 *     npx node test/benchmarks/growth.ts [--stored 100000] [--small 10000] [--window 4000] [--rounds 3] [--json FILE]
 */
import { openDatabase } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { firstCheckpoint, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import type { CloudEvent } from '@hookline/schemas';
import { startTestNats, testDatabase } from '@hookline/testing';
import { sessionEvents } from './projector-events.ts';
import { type Figure, readSizes, report } from './report.ts';
import { median } from './statistics.ts';

const appendSize = 500;
const growthMax = 1.25;
const usualSessions = 20;
const sessionCounts = [1, 100, 500];
const { sizes, json } = readSizes({ stored: 100_000, small: 10_000, window: 4_000, rounds: 3 });

/** The log and the database of one bus, with how many events they hold. */
interface Store extends AsyncDisposable {
  stored: number;
  /** Milliseconds for `count` more events. */
  take(count: number): Promise<number>;
}

const figures: Figure[] = [];
const details: Record<string, unknown> = {};
{
  await using small = await openStore(usualSessions);
  await using large = await openStore(usualSessions);
  await small.take(sizes.small);
  for (let next = sizes.small * 10; next <= sizes.stored; next *= 10) {
    await large.take(next - large.stored);
    const times = await inTurns(
      () => small.take(sizes.window),
      () => large.take(sizes.window),
    );
    details[`stored ${next}`] = times;
    figures.push(
      figureOf(`an event with ${next.toLocaleString('en')} stored`, times, `with ${sizes.small.toLocaleString('en')}`),
    );
  }
}
for (const count of sessionCounts) {
  await using usual = await openStore(usualSessions);
  await using other = await openStore(count);
  const times = await inTurns(
    () => usual.take(sizes.window),
    () => other.take(sizes.window),
  );
  details[`live ${count}`] = times;
  figures.push(
    figureOf(`an event with ${count} live session${count === 1 ? '' : 's'}`, times, `with ${usualSessions}`),
  );
}
report({ benchmark: 'growth', figures, details }, json);

interface Times {
  readonly yardstick: readonly number[];
  readonly measured: readonly number[];
}

/** The first round is not counted: it fills caches. */
async function inTurns(yardstick: () => Promise<number>, measured: () => Promise<number>): Promise<Times> {
  const times = { yardstick: [] as number[], measured: [] as number[] };
  for (let round = 0; round <= sizes.rounds; round += 1) {
    const [first, second] = [await yardstick(), await measured()];
    if (round === 0) continue;
    times.yardstick.push(first);
    times.measured.push(second);
  }
  return times;
}

function figureOf(what: string, { yardstick, measured }: Times, of: string): Figure {
  const ratio = median(measured.map((ms, round) => ms / yardstick[round]!));
  const each = (times: readonly number[]) => `${((median(times) / sizes.window) * 1000).toFixed(0)} µs`;
  return {
    what,
    figure: each(measured),
    yardstick: `${of}: ${each(yardstick)}`,
    ratio,
    bar: `≤ ${growthMax}×`,
    met: ratio <= growthMax,
  };
}

async function openStore(sessionsAtOnce: number): Promise<Store> {
  const source = sideBySide(sessionsAtOnce);
  const resources = new AsyncDisposableStack();
  const nats = resources.use(await startTestNats());
  const database = resources.use(await testDatabase());
  const log = resources.use(await JetStreamLog.open(nats.connection));
  const db = resources.use(await openDatabase(database.url));
  await prepareGenerations(db, projections);
  const { identity } = await log.head();
  let checkpoint = firstCheckpoint(identity);
  const store: Store = {
    stored: 0,
    async take(count) {
      const events = Array.from({ length: count }, () => source.next().value);
      const began = performance.now();
      for (let at = 0; at < events.length; at += appendSize) {
        const some = events.slice(at, at + appendSize);
        const appended = await log.append(some);
        const batch = some.map((event, index) => ({ position: appended[index]!.position!, event }));
        checkpoint = (await projectBatch(db, projections, checkpoint, batch)).checkpoint;
      }
      const tookMs = performance.now() - began;
      store.stored += events.length;
      return tookMs;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return store;
}

/**
 * Endless events of sessions that run side by side; one that ends is followed by the next. They stand at different
 * places of their work from the beginning, so that the mix of kinds is the same for any number of sessions.
 */
function* sideBySide(sessionsAtOnce: number): Generator<CloudEvent, never> {
  let next = 0;
  const start = () => sessionEvents(next++).values();
  const lanes = Array.from({ length: sessionsAtOnce }, (_, lane) => start().drop((lane * 37) % 150));
  for (let turn = 0; ; turn += 1) {
    const lane = turn % sessionsAtOnce;
    let { value } = lanes[lane]!.next();
    if (value === undefined) {
      lanes[lane] = start();
      ({ value } = lanes[lane].next());
    }
    yield value!;
  }
}
