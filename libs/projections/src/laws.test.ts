import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrange } from './arrange.ts';
import { foldEvents } from './fold-events.ts';
import type { AnyProjection } from './projection.ts';
import { projections } from './projections.ts';
import { emptyHash, HashSum, rowHash } from './row-hash.ts';
import { recorded, someEvents } from './test-events.ts';

/** Folds events as they arrive, not as their session has them. */
function hashesInArrivalOrder(projection: AnyProjection, events: readonly RecordedEvent[]): string {
  const rows = new Map<string, Record<string, unknown>>();
  for (const one of events) {
    const arranged = arrange(one)!;
    for (const key of projection.keysOf(arranged)) {
      const place = JSON.stringify([one.event.session, key]);
      rows.set(place, projection.evolve(rows.get(place), arranged, key));
    }
  }
  const sum = new HashSum(emptyHash);
  for (const row of rows.values()) sum.add(rowHash(projection, row));
  return sum.toString();
}

const shuffled = someEvents.chain((events) =>
  fc.record({
    events: fc.constant(events),
    other: fc.shuffledSubarray<CloudEvent>(events, { minLength: events.length, maxLength: events.length }),
  }),
);

test.each(projections.map((one) => [one.name, one] as const))(
  'the rows of %s are the same in whichever order the events arrive',
  (_, projection) => {
    fc.assert(
      fc.property(shuffled, ({ events, other }) => {
        expect(hashesInArrivalOrder(projection, recorded(other))).toBe(
          hashesInArrivalOrder(projection, recorded(events)),
        );
      }),
      { numRuns: 300 },
    );
  },
);

test('every read model is changed by the events that these laws are tried on, and some rows by several of them', () => {
  const sample = recorded(fc.sample(someEvents, { numRuns: 200, seed: 1 }).flat());
  for (const projection of projections) {
    const keys = sample.flatMap((one) => {
      const arranged = arrange(one)!;
      return projection.keysOf(arranged).map((key) => `${arranged.event.session} ${key}`);
    });
    expect([projection.name, keys.length > 0]).toEqual([projection.name, true]);
    if (!projection.rowPerEvent)
      expect([projection.name, new Set(keys).size < keys.length]).toEqual([projection.name, true]);
  }
});

test('an event that comes twice counts once', () => {
  fc.assert(
    fc.property(shuffled, ({ events, other }) => {
      expect(foldEvents(recorded([...events, ...other]))).toEqual(foldEvents(recorded(events)));
    }),
  );
});

test('folding never changes a row that it was given', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      for (const projection of projections) {
        const rows = new Map<string, unknown>();
        for (const one of recorded(events)) {
          const arranged = arrange(one)!;
          for (const key of projection.keysOf(arranged)) {
            const before = rows.get(key);
            const copy = structuredClone(before);
            rows.set(key, projection.evolve(before, arranged, key));
            expect(before).toEqual(copy);
          }
        }
      }
    }),
  );
});

test('a sum of hashes forgets what is taken away', () => {
  const sum = new HashSum(emptyHash);

  sum.add('f'.repeat(32));
  sum.add('12'.repeat(16));
  sum.take('f'.repeat(32));

  expect(sum.toString()).toBe('12'.repeat(16));
});
