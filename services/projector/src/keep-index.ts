import { type Database, isTransient, pause, projectedChannel, retrying } from '@hookline/db';
import { projectionsChannel } from '@hookline/projections';
import { indexNext, noteChanges, waitingToBeIndexed } from '@hookline/search';
import { Wake } from './wake.ts';

/** What keeping the index needs, and whom it tells. */
export interface Indexing {
  readonly db: Database;
  readonly onIndexed: (state: { readonly waiting: number }) => void;
  readonly onTrouble: (error: unknown) => void;
}

const sweepMs = 30_000;
const gatherMs = 500;
/** While the projector is at work, the index takes at most a fifth of the time. */
const restPerWork = 4;
const busyMs = 1_000;
const restMsMax = 5_000;

/**
 * Keeps the search index up with the read models until `signal` aborts: when the projector says that it came further,
 * and every 30 s in case nobody could say so. An error here stops nothing else: it is told, and tried again.
 */
export async function keepIndex({ db, onIndexed, onTrouble }: Indexing, signal: AbortSignal): Promise<void> {
  const told = new Wake();
  let projectedAt = 0;
  const listening = { signal };
  const hear = (channel: string, heard: () => void) =>
    db.listen(channel, heard, listening).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  await hear(projectedChannel, () => {
    projectedAt = performance.now();
    told.wake();
  });
  await hear(projectionsChannel, () => told.wake());
  const attempt = <Result>(run: () => Promise<Result>) => retrying(run, { signal, onRetry: onTrouble });
  while (!signal.aborted) {
    try {
      const ready = await attempt(() => noteChanges(db));
      while (ready && !signal.aborted) {
        const began = performance.now();
        const session = await attempt(() => indexNext(db));
        if (session === undefined) break;
        const ended = performance.now();
        if (ended - projectedAt < busyMs) await pause(Math.min(restMsMax, restPerWork * (ended - began)), signal);
      }
      onIndexed({ waiting: await attempt(() => waitingToBeIndexed(db)) });
    } catch (error) {
      if (!signal.aborted && !isTransient(error)) onTrouble(error);
    }
    await told.sleep(sweepMs, signal);
    await pause(gatherMs, signal);
  }
}
