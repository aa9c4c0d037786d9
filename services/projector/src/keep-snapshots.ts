import { archivist, type Database, isTransient, pause, readCheckpoint, retrying } from '@hookline/db';
import {
  type AnyProjection,
  dropOtherVersions,
  dueSessions,
  type SnapshotMade,
  snapshotStep,
  snapshotsChannel,
} from '@hookline/projections';
import type { Wake } from './wake.ts';

/** What keeping snapshots needs, and whom it tells. */
export interface Keeping {
  readonly db: Database;
  readonly projections: readonly AnyProjection[];
  /** A session gets a snapshot after so many events. */
  readonly every: number;
  /** Woken when the log was followed further. */
  readonly wake: Wake;
  /** How far the archive is. */
  readonly position: () => number;
  readonly onMade?: (session: string, made: SnapshotMade) => void;
  /** A session whose snapshots cannot be made: its states are folded from their beginning. */
  readonly onSkipped: (session: string, error: unknown) => void;
  readonly onTrouble: (error: unknown) => void;
}

const sweepMs = 30_000;
const gapMs = 1_000;
/** At most one part in four of the time is spent here, so that following the log goes first. */
const restPerWork = 3;
const sessionsAtOnceMax = 500;
const positionsAtOnceMax = 20_000;
const skippedMax = 10_000;

/**
 * Makes snapshots of sessions that have grown, until `signal` aborts. Snapshots of versions that this build does not
 * have are taken away first. What stops one session stops no other, and nothing here stops the live read models.
 */
export async function keepSnapshots(keeping: Keeping, signal: AbortSignal): Promise<void> {
  const { db, projections, wake, onTrouble } = keeping;
  const forgotten = new Set<string>();
  await db
    .listen(
      snapshotsChannel,
      (session) => {
        if (session !== '' && forgotten.size < sessionsAtOnceMax) forgotten.add(session);
        wake.wake();
      },
      { signal },
    )
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  const patience = { signal, onRetry: onTrouble };
  const skipped = new Set<string>();
  let swept = 0;
  let first = true;
  while (!signal.aborted) {
    try {
      if (first) {
        await retrying(() => dropOtherVersions(db, projections, signal), patience);
        swept = (await retrying(() => readCheckpoint(db, archivist), patience))?.position ?? 0;
        await sweep(keeping, {}, skipped, signal);
        first = false;
      }
      for (const session of forgotten) {
        forgotten.delete(session);
        skipped.delete(session);
        await makeAll(keeping, session, skipped, signal);
      }
      while (!signal.aborted && swept < keeping.position()) {
        const until = Math.min(keeping.position(), swept + positionsAtOnceMax);
        await sweep(keeping, { after: swept, until }, skipped, signal);
        swept = until;
      }
    } catch (error) {
      if (!signal.aborted) onTrouble(error);
    }
    await wake.sleep(sweepMs, signal);
    await pause(gapMs, signal);
  }
}

/** Looks through the sessions, or those with events in a range of positions, and makes what they lack. */
async function sweep(
  keeping: Keeping,
  range: { readonly after?: number; readonly until?: number },
  skipped: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const { db, projections, every, onTrouble } = keeping;
  let afterSession = '';
  while (!signal.aborted) {
    const looked = { ...range, afterSession, limit: sessionsAtOnceMax };
    const due = await retrying(() => dueSessions(db, projections, every, looked), { signal, onRetry: onTrouble });
    for (const session of due) await makeAll(keeping, session, skipped, signal);
    if (due.length < sessionsAtOnceMax) return;
    afterSession = due.at(-1)!;
  }
}

async function makeAll(
  { db, projections, every, onMade, onSkipped, onTrouble }: Keeping,
  session: string,
  skipped: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  if (skipped.has(session)) return;
  while (!signal.aborted) {
    const startedMs = performance.now();
    try {
      const made = await retrying(() => snapshotStep(db, projections, session, every), { signal, onRetry: onTrouble });
      if (made === undefined) return;
      onMade?.(session, made);
    } catch (error) {
      if (signal.aborted || isTransient(error)) throw error;
      if (skipped.size < skippedMax) skipped.add(session);
      onSkipped(session, error);
      return;
    }
    await pause((performance.now() - startedMs) * restPerWork, signal);
  }
}
