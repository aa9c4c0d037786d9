import {
  archivist,
  type Checkpoint,
  CheckpointMovedError,
  checkLog,
  type Database,
  pause,
  readCheckpoint,
  retrying,
} from '@hookline/db';
import { type EventLog, LogUnavailableError } from '@hookline/log';
import { type AnyProjection, firstCheckpoint, type Projected, projectBatch } from '@hookline/projections';
import { cutBatch } from './cut-batch.ts';

/** What following the log needs, and whom it tells. */
export interface Following {
  readonly db: Database;
  readonly log: EventLog;
  readonly projections: readonly AnyProjection[];
  readonly batchSizeMax: number;
  /** After each commit, and at the start with where it starts from. */
  readonly onProjected: (projected: Projected) => void;
  /** Before each wait for a database that is away; and when another instance turned out to be at work. */
  readonly onTrouble: (error: unknown) => void;
  /** Told of positions at which the log holds nothing: erased, or lost by the broker's disk. */
  readonly onGap?: (from: number, to: number) => void;
}

const brokerAwayMs = 1_000;
const charactersMax = 16 * 2 ** 20;

/**
 * Takes the log into the archive and the read models until `signal` aborts, from wherever the checkpoint stands. Throws
 * when a person has to act: the log was replaced, or an event is of a version that this build cannot read.
 */
export async function follow(following: Following, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await followFromCheckpoint(following, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof CheckpointMovedError || error instanceof LogUnavailableError)) throw error;
      following.onTrouble(error);
      if (error instanceof LogUnavailableError) await pause(brokerAwayMs, signal);
    }
  }
}

async function followFromCheckpoint(
  { db, log, projections, batchSizeMax, onProjected, onTrouble, onGap }: Following,
  signal: AbortSignal,
): Promise<void> {
  const stored = await retrying(() => readCheckpoint(db, archivist), { signal, onRetry: onTrouble });
  const { identity } = await checkLog(stored, log);
  let checkpoint: Checkpoint = stored && stored.position > 0 ? stored : firstCheckpoint(identity);
  onProjected({ checkpoint, stored: 0, unknownKinds: [], poisoned: [] });
  for await (const batch of log.read(checkpoint.position, { signal, batchSizeMax, identity, onGap })) {
    for (const part of cutBatch(batch, charactersMax)) {
      const from = checkpoint;
      const projected = await retrying(() => projectBatch(db, projections, from, part), { signal, onRetry: onTrouble });
      checkpoint = projected.checkpoint;
      onProjected(projected);
    }
  }
}
