import type { CloudEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventBytesMax, storedBytes } from './encode.ts';
import { EventTooLargeError, LogReplacedError, PositionGoneError } from './errors.ts';
import type { EventLog } from './event-log.ts';
import { arbitraryEvent, plainEvent, plainEvents } from './testing/arbitrary-events.ts';
import { collect } from './testing/collect.ts';

export interface LogUnderTest {
  readonly log: EventLog;
  /** Makes the log forget everything up to a position, as age does. */
  expire(position: number): Promise<void>;
  close(): Promise<void>;
}

/** What every event log must do. `open` gives an empty one. */
export function describeEventLog(name: string, open: () => Promise<LogUnderTest>): void {
  const withLog = (test: (under: LogUnderTest) => Promise<void>) => async (): Promise<void> => {
    const under = await open();
    try {
      await test(under);
    } finally {
      await under.close();
    }
  };
  const idsOf = (events: readonly { event: CloudEvent }[]): string[] => events.map(({ event }) => event.id);

  describe(name, () => {
    it(
      'is empty at first',
      withLog(async ({ log }) => {
        expect(await log.head()).toMatchObject({ first: 1, last: 0 });
        expect(await log.get(1)).toBeUndefined();
        expect(await log.append([])).toEqual([]);
      }),
    );

    it(
      'gives a batch adjacent positions in the order given',
      withLog(async ({ log }) => {
        const appended = await log.append(plainEvents(500));
        expect(appended.map(({ position }) => position)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
        expect(appended.every(({ stored }) => stored)).toBe(true);
        expect(await log.head()).toMatchObject({ first: 1, last: 500 });
      }),
    );

    it(
      'stores more than one batch takes, in order',
      withLog(async ({ log }) => {
        const events = plainEvents(2101);
        await log.append(events);
        expect(idsOf(await collect(log, 0))).toEqual(events.map(({ id }) => id));
      }),
    );

    it(
      'stores an event once, however often and with whom it comes',
      withLog(async ({ log }) => {
        const [a, b, c, d] = plainEvents(4) as [CloudEvent, CloudEvent, CloudEvent, CloudEvent];
        await log.append([a, b]);
        expect(await log.append([c, a, c, d, b])).toEqual([
          { id: c.id, stored: true, position: 3 },
          { id: a.id, stored: false, position: 1 },
          { id: c.id, stored: false, position: 3 },
          { id: d.id, stored: true, position: 4 },
          { id: b.id, stored: false, position: 2 },
        ]);
        expect(await log.append([a, b, c, d])).toEqual(
          [a, b, c, d].map(({ id }, index) => ({ id, stored: false, position: index + 1 })),
        );
        expect(await log.append([b])).toEqual([{ id: b.id, stored: false, position: 2 }]);
        expect(idsOf(await collect(log, 0))).toEqual([a.id, b.id, c.id, d.id]);
      }),
    );

    it(
      'gives back exactly the events it was given',
      withLog(async ({ log }) => {
        let position = 0;
        await fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(arbitraryEvent(), { minLength: 1, maxLength: 20, selector: ({ id }) => id }),
            async (events) => {
              const appended = await log.append(events);
              const fresh = events.filter((_, index) => appended[index]!.stored);
              const found = await collect(log, position);
              position += fresh.length;
              expect(found.map(({ event }) => event)).toEqual(
                fresh.map((event) => ({
                  ...event,
                  recordedtime: event.recordedtime ?? expect.stringMatching(/^20..-.*Z$/),
                })),
              );
            },
          ),
          { numRuns: 40 },
        );
      }),
    );

    it(
      'reads from any position on, and then what comes',
      withLog(async ({ log }) => {
        await log.append(plainEvents(30));
        const reading = collect(log, 20, 15, { batchSizeMax: 4 });
        await log.append(plainEvents(5, 'later'));
        expect((await reading).map(({ position }) => position)).toEqual(Array.from({ length: 15 }, (_, i) => i + 21));
      }),
    );

    it(
      'hands out batches no larger than asked',
      withLog(async ({ log }) => {
        await log.append(plainEvents(50));
        const stopping = new AbortController();
        let count = 0;
        for await (const batch of log.read(0, { signal: stopping.signal, batchSizeMax: 7 })) {
          expect(batch.length).toBeLessThanOrEqual(7);
          count += batch.length;
          if (count === 50) stopping.abort();
        }
        expect(count).toBe(50);
      }),
    );

    it(
      'ends a reading that is waiting when the signal aborts',
      withLog(async ({ log }) => {
        const stopping = new AbortController();
        const reading = (async () => {
          for await (const _ of log.read(0, { signal: stopping.signal }));
          return 'ended';
        })();
        await log.append(plainEvents(1));
        stopping.abort();
        expect(await reading).toBe('ended');
      }),
    );

    it(
      'finds the event at a position',
      withLog(async ({ log }) => {
        await log.append(plainEvents(3));
        expect((await log.get(2))?.event.id).toBe('e1');
        expect(await log.get(4)).toBeUndefined();
        expect(await log.get(0)).toBeUndefined();
      }),
    );

    it(
      'takes an event of exactly the largest size and refuses one byte more before sending anything',
      withLog(async ({ log }) => {
        const room = eventBytesMax - storedBytes(plainEvent('x', { text: '' }));
        await log.append([plainEvent('x', { text: 'a'.repeat(room) })]);
        const refused = log.append([plainEvent('fine'), plainEvent('y', { text: 'a'.repeat(room + 1) })]);
        await expect(refused).rejects.toThrow(EventTooLargeError);
        await expect(refused).rejects.toMatchObject({ id: 'y', bytes: eventBytesMax + 1, bytesMax: eventBytesMax });
        expect(await log.head()).toMatchObject({ last: 1 });
      }),
    );

    it(
      'says that a position is gone, and where the log starts',
      withLog(async ({ log, expire }) => {
        await log.append(plainEvents(10));
        await expire(4);
        expect(await log.head()).toMatchObject({ first: 5, last: 10 });
        await expect(collect(log, 3)).rejects.toThrow(PositionGoneError);
        await expect(collect(log, 3)).rejects.toMatchObject({ after: 3, first: 5 });
        expect((await collect(log, 4)).length).toBe(6);
        expect(await log.append(plainEvents(1))).toMatchObject([{ id: 'e0', stored: false }]);
      }),
    );

    it(
      'goes on behind what was erased, and says so',
      withLog(async ({ log }) => {
        await log.append(plainEvents(10));
        for (const position of [4, 5, 5, 11, 0]) await log.erase(position);
        const gaps: [number, number][] = [];
        const found = await collect(log, 2, 6, { onGap: (from, to) => gaps.push([from, to]) });
        expect(found.map(({ position }) => position)).toEqual([3, 6, 7, 8, 9, 10]);
        expect(gaps).toEqual([[4, 5]]);
        expect(await log.get(4)).toBeUndefined();
      }),
    );

    it(
      'refuses positions of another log, and positions it never reached',
      withLog(async ({ log }) => {
        await log.append(plainEvents(2));
        const { identity } = await log.head();
        expect(await collect(log, 0, 2, { identity })).toHaveLength(2);
        await expect(collect(log, 0, 2, { identity: 'another' })).rejects.toThrow(LogReplacedError);
        await expect(collect(log, 3, 1)).rejects.toThrow(LogReplacedError);
      }),
    );

    it(
      'appends nothing for a signal that has aborted',
      withLog(async ({ log }) => {
        await expect(log.append(plainEvents(2), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
        expect(await log.head()).toMatchObject({ last: 0 });
      }),
    );
  });
}
