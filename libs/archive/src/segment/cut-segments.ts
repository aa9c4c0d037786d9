import type { RecordedEvent } from '@hookline/schemas';

/** Events for one segment: all there are from `from` to `to`. */
export interface SegmentCut {
  readonly from: number;
  readonly to: number;
  readonly events: readonly RecordedEvent[];
}

/** How large a segment gets before the next one begins. */
export interface SegmentLimits {
  readonly eventsMax: number;
  readonly charactersMax: number;
}

const segmentLimits: SegmentLimits = { eventsMax: 10_000, charactersMax: 32 * 2 ** 20 };

/**
 * Cuts what follows `after` up to `until` into segments that leave no hole between them. One segment is in memory at a
 * time. Nothing comes of a range without events.
 */
export async function* cutSegments(
  batches: AsyncIterable<readonly RecordedEvent[]>,
  { after, until }: { readonly after: number; readonly until: number },
  { eventsMax, charactersMax }: SegmentLimits = segmentLimits,
): AsyncGenerator<SegmentCut> {
  let from = after + 1;
  let events: RecordedEvent[] = [];
  let characters = 0;
  for await (const batch of batches) {
    for (const one of batch) {
      const length = JSON.stringify(one.event).length;
      if (events.length >= eventsMax || (events.length > 0 && characters + length > charactersMax)) {
        const to = events[events.length - 1]!.position;
        yield { from, to, events };
        from = to + 1;
        events = [];
        characters = 0;
      }
      events.push(one);
      characters += length;
    }
  }
  if (events.length > 0) yield { from, to: until, events };
}
