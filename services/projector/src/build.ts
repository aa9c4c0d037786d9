import { type Database, isTransient, retrying } from '@hookline/db';
import { type AnyProjection, type Built, buildStep, projectionsChannel, requeueStep } from '@hookline/projections';
import { Wake } from './wake.ts';

/** What building beside the live read models needs, and whom it tells. */
export interface Building {
  readonly db: Database;
  readonly projections: readonly AnyProjection[];
  readonly batchSizeMax: number;
  readonly onBuilt: (built: Built) => void;
  readonly onTrouble: (error: unknown) => void;
}

const sweepMs = 30_000;

/**
 * Builds what was asked for, and folds again what left the quarantine, until `signal` aborts: when it is told to, and
 * every 30 s in case nobody could tell it. An error here never stops the live read models.
 */
export async function build(building: Building, signal: AbortSignal): Promise<void> {
  const { db, projections, batchSizeMax, onBuilt, onTrouble } = building;
  const asked = new Wake();
  await db
    .listen(projectionsChannel, () => asked.wake(), { signal })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  while (!signal.aborted) {
    try {
      while (!signal.aborted) {
        const built = await retrying(() => buildStep(db, projections, batchSizeMax), { signal, onRetry: onTrouble });
        if (built !== undefined) onBuilt(built);
        const requeued = await retrying(() => requeueStep(db, projections), { signal, onRetry: onTrouble });
        if (built === undefined && !requeued) break;
      }
    } catch (error) {
      if (!signal.aborted && !isTransient(error)) onTrouble(error);
    }
    await asked.sleep(sweepMs, signal);
  }
}
