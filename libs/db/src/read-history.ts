import { type EventLog, PositionGoneError } from '@hookline/log';
import type { RecordedEvent } from '@hookline/schemas';
import { checkLog, readCheckpoint } from './checkpoints.ts';
import type { Database } from './database.ts';
import { readArchive } from './read-archive.ts';
import { retrying } from './retrying.ts';

/** The consumer that archives: up to its checkpoint, the archive has everything. */
export const archivist = 'projector';

/**
 * Every event after `after` in order, then whatever comes, until `signal` aborts: from the archive as far as it goes,
 * then from the log, without gap or repetition of a position. An id may come twice when the log took it twice (see
 * `EventLog`); the archive has only its first position.
 */
export async function* readHistory(
  { db, log }: { readonly db: Database; readonly log: EventLog },
  after: number,
  { signal, batchSizeMax = 500 }: { readonly signal: AbortSignal; readonly batchSizeMax?: number },
): AsyncIterable<RecordedEvent[]> {
  let position = after;
  while (!signal.aborted) {
    const checkpoint = await retrying(() => readCheckpoint(db, archivist), { signal });
    await checkLog(checkpoint, log);
    const archived = checkpoint?.position ?? 0;
    while (position < archived && !signal.aborted) {
      const batch = await retrying(() => readArchive(db, { after: position, until: archived, limit: batchSizeMax }), {
        signal,
      });
      position = batch.length < batchSizeMax ? archived : batch[batch.length - 1]!.position;
      if (batch.length > 0) yield batch;
    }
    try {
      for await (const batch of log.read(position, { signal, batchSizeMax })) {
        position = batch[batch.length - 1]!.position;
        yield batch;
      }
      return;
    } catch (error) {
      const now = await retrying(() => readCheckpoint(db, archivist), { signal });
      if (!(error instanceof PositionGoneError) || (now?.position ?? 0) <= position) throw error;
    }
  }
}
