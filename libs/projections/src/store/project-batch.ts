import {
  archive,
  archivist,
  type Checkpoint,
  CheckpointMovedError,
  type Database,
  ensurePartitions,
  lockCheckpoint,
  notify,
  projectedChannel,
  type Trx,
} from '@hookline/db';
import type { RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import type { AnyProjection } from '../projection.ts';
import type { Poison } from './fold-batch.ts';
import { carefully, foldGenerations } from './fold-generations.ts';
import { generationsOf, projectionOf } from './generations.ts';
import { readBatch } from './read-batch.ts';

/** What became of a batch of the log. */
export interface Projected {
  readonly checkpoint: Checkpoint;
  /** How many of its events were new to the archive. */
  readonly stored: number;
  readonly unknownKinds: readonly string[];
  readonly poisoned: readonly (Poison & { readonly relation: string })[];
}

/**
 * Takes a batch of the log into the archive and into every read model that stands at `from`, in one transaction with the
 * checkpoint. Rejects with `CheckpointMovedError`, having written nothing, when the checkpoint is not `from` any more;
 * with `UnknownVersionError` for events that a newer build must read. A batch whose commit was not seen to succeed may
 * be given again.
 */
export async function projectBatch(
  db: Database,
  projections: readonly AnyProjection[],
  from: Checkpoint,
  batch: readonly RecordedEvent[],
  now: () => Date = () => new Date(),
): Promise<Projected> {
  const at = now();
  await ensurePartitions(db, batch, at);
  return await carefully(db, async (trx, careful) => {
    const last = batch[batch.length - 1]!;
    const stored = await lockCheckpoint(trx, from.name, from.logIdentity);
    const to: Checkpoint = { ...from, position: last.position, lastId: storableId(last) };
    if (stored.position === to.position && stored.lastId === to.lastId && stored.logIdentity === to.logIdentity) {
      return { checkpoint: to, stored: 0, unknownKinds: [], poisoned: [] };
    }
    const otherLog = stored.position > 0 && stored.logIdentity !== from.logIdentity;
    if (stored.position !== from.position || otherLog) {
      throw new CheckpointMovedError(from.name, from.position, stored.position);
    }
    const fresh = await archive(trx, batch, at);
    const { events, unknown } = readBatch(fresh);
    await countUnknown(trx, unknown);
    const targets = (await generationsOf(trx)).flatMap((generation) => {
      const projection = projectionOf(projections, generation);
      const current = generation.position === from.position;
      const kept = generation.state === 'live' || generation.state === 'ready';
      return projection !== undefined && current && kept ? [{ generation, projection }] : [];
    });
    const { poisoned } = await foldGenerations(trx, targets, events, { position: to.position, careful });
    await trx
      .updateTable('checkpoints')
      .set({ position: to.position, lastId: to.lastId, logIdentity: to.logIdentity, updatedAt: sql`now()` })
      .where('name', '=', to.name)
      .execute();
    await notify(trx, projectedChannel, String(to.position));
    return { checkpoint: to, stored: fresh.length, unknownKinds: [...unknown.keys()], poisoned };
  });
}

/** Where the projector starts in a log that it has not read yet. */
export function firstCheckpoint(logIdentity: string): Checkpoint {
  return { name: archivist, position: 0, lastId: '', logIdentity };
}

const storableId = ({ event }: RecordedEvent): string => event.id.replaceAll('\0', '\u2400');

async function countUnknown(
  trx: Trx,
  unknown: ReadonlyMap<string, { events: number; first: number; last: number }>,
): Promise<void> {
  for (const [type, { events, first, last }] of unknown) {
    await sql`
      insert into unknown_kinds as seen (type, events, first_position, last_position)
      values (${type}, ${events}, ${first}, ${last})
      on conflict (type) do update set events = seen.events + excluded.events, last_position = excluded.last_position
    `.execute(trx);
  }
}
