import { MemoryLog } from '@hookline/log';
import { type CloudEvent, newEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { LiveTail, type ReadHistory } from './live-tail.ts';

test('gives what was there, then what comes, each once and in order', async () => {
  const { log, tail, stop } = await running(3);
  const seen = positionsOf(tail, 0, 5);

  await log.append([titled(3), titled(4)]);

  expect(await seen).toEqual([1, 2, 3, 4, 5]);
  await stop();
});

test('serves one that fell behind from history, however little is held', async () => {
  const { log, tail, stop } = await running(2, { eventsMax: 2 });
  await log.append(Array.from({ length: 20 }, (_, index) => titled(index + 2)));

  expect(await positionsOf(tail, 0, 22)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  await stop();
});

test('filters without losing the place', async () => {
  const { tail, stop } = await running(4);
  const batches = [];
  for await (const batch of tail.after(0, ({ position }) => position === 2, AbortSignal.timeout(5000))) {
    batches.push(batch);
    if (batch.position === 4) break;
  }

  expect(batches.flatMap(({ events }) => events.map(({ position }) => position))).toEqual([2]);
  await stop();
});

test('reads the log once for any number of listeners', async () => {
  const log = new MemoryLog();
  let reads = 0;
  const counted: Pick<MemoryLog, 'head' | 'read'> = {
    head: () => log.head(),
    read: (after, options) => {
      reads += 1;
      return log.read(after, options);
    },
  };
  const stopping = new AbortController();
  const tail = new LiveTail(counted, historyOf(log));
  const begun = Promise.withResolvers<void>();
  const run = tail.run(stopping.signal, begun.resolve);
  await begun.promise;
  const listeners = Array.from({ length: 20 }, () => positionsOf(tail, 0, 1));

  await log.append([titled(0)]);

  expect(await Promise.all(listeners)).toEqual(Array.from({ length: 20 }, () => [1]));
  expect(reads).toBe(1);
  stopping.abort();
  await run;
});

async function running(events: number, limits: { eventsMax?: number } = {}) {
  const log = new MemoryLog();
  await log.append(Array.from({ length: events }, (_, index) => titled(index)));
  const tail = new LiveTail(log, historyOf(log), limits);
  const stopping = new AbortController();
  const begun = Promise.withResolvers<void>();
  const run = tail.run(stopping.signal, begun.resolve);
  await begun.promise;
  const stop = () => {
    stopping.abort();
    return run;
  };
  return { log, tail, stop };
}

/** Everything the log holds now, as the archive would give it. */
function historyOf(log: MemoryLog): ReadHistory {
  return async function* (after) {
    const { last } = await log.head();
    for (let position = after + 1; position <= last; position += 1) {
      const recorded = await log.get(position);
      if (recorded) yield [recorded];
    }
  };
}

async function positionsOf(tail: LiveTail, after: number, count: number): Promise<number[]> {
  const positions: number[] = [];
  for await (const { events } of tail.after(after, () => true, AbortSignal.timeout(5000))) {
    positions.push(...events.map(({ position }) => position));
    if (positions.length >= count) break;
  }
  return positions;
}

function titled(index: number): CloudEvent {
  return newEvent({
    kind: 'session.titled',
    id: `event-${index}`,
    source: 'urn:hookline:test:api',
    time: new Date(1_795_000_000_000 + index).toISOString(),
    origin: 'api',
    session: 'test:one',
    data: { title: `title ${index}` },
  });
}
