import { type RecordedEvent, UnknownVersionError } from '@hookline/schemas';
import { arrange } from '../arrange.ts';
import { storableText } from '../storable.ts';
import { type Readable, wordsOf } from './fold-batch.ts';

/** A batch as folds take it, and the types that this build does not know with how often they came. */
export interface ReadBatch {
  readonly events: readonly Readable[];
  readonly unknown: ReadonlyMap<string, { events: number; first: number; last: number }>;
}

/**
 * Reads a batch of events for folding. An unknown kind is counted; an event that cannot be read becomes one with an
 * error. Throws `UnknownVersionError`: a newer build has to be deployed first.
 */
export function readBatch(recorded: readonly RecordedEvent[]): ReadBatch {
  const unknown = new Map<string, { events: number; first: number; last: number }>();
  const events = recorded.map((one): Readable => {
    const { position, event } = one;
    const about = { session: storableText(String(event.session ?? '-')), position, id: event.id };
    try {
      const arranged = arrange(one);
      if (arranged === undefined) {
        const type = storableText(event.type);
        const seen = unknown.get(type) ?? { events: 0, first: position, last: position };
        unknown.set(type, { ...seen, events: seen.events + 1, last: position });
      }
      return { ...about, arranged };
    } catch (error) {
      if (error instanceof UnknownVersionError) throw error;
      return { ...about, error: wordsOf(error) };
    }
  });
  return { events, unknown };
}
