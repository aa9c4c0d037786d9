import { archivist, type Database, readArchive, readCheckpoint, type Trx } from '@hookline/db';
import type { AnyProjection } from '../projection.ts';
import { carefully, foldGenerations, type Target } from './fold-generations.ts';
import { foldSessionAgain } from './fold-session-again.ts';
import { type Generation, generationsOf, lockGenerations, projectionOf } from './generations.ts';
import { makeLive } from './manage.ts';
import { readBatch } from './read-batch.ts';

/** What one step of building did. `undefined` means that nothing has to be built. */
export interface Built {
  readonly relations: readonly string[];
  readonly position: number;
  readonly events: number;
  /** The generations that caught up with this step; the live loop folds them from here on. */
  readonly ready: readonly Generation[];
}

/**
 * Takes those generations that are furthest behind one batch further through the archive. The last step of catching up
 * holds the checkpoint, so that the live loop goes on exactly where it ended.
 */
export async function buildStep(
  db: Database,
  projections: readonly AnyProjection[],
  batchSizeMax: number,
): Promise<Built | undefined> {
  const archived = (await readCheckpoint(db, archivist))?.position ?? 0;
  const behind = (await generationsOf(db)).filter((generation) => isBehind(generation, projections, archived));
  if (behind.length === 0) return undefined;
  const position = Math.min(...behind.map((generation) => generation.position));
  const near = archived - position <= batchSizeMax;
  return await carefully(db, async (trx, careful) => {
    if (near) await lockGenerations(trx);
    const until = near ? await holdCheckpoint(trx) : archived;
    const targets = await targetsAt(trx, projections, position);
    const batch = await readArchive(trx, { after: position, until, limit: batchSizeMax });
    const caughtUp = near && batch.length < batchSizeMax;
    const to = caughtUp ? until : (batch[batch.length - 1]?.position ?? until);
    await foldGenerations(trx, targets, readBatch(batch).events, { position: to, careful });
    const ready: Generation[] = [];
    if (caughtUp) for (const { generation } of targets) ready.push(await becomeReady(trx, generation));
    return {
      relations: targets.map(({ generation }) => generation.relation),
      position: to,
      events: batch.length,
      ready,
    };
  });
}

function isBehind(generation: Generation, projections: readonly AnyProjection[], archived: number): boolean {
  if (projectionOf(projections, generation) === undefined) return false;
  return generation.state === 'building' || generation.position < archived;
}

/** The position that everything is archived up to; it cannot move until the transaction ends. */
async function holdCheckpoint(trx: Trx): Promise<number> {
  const held = await trx
    .selectFrom('checkpoints')
    .select('position')
    .where('name', '=', archivist)
    .forUpdate()
    .executeTakeFirst();
  return held?.position ?? 0;
}

async function targetsAt(trx: Trx, projections: readonly AnyProjection[], position: number): Promise<Target[]> {
  const generations = await trx
    .selectFrom('projections')
    .selectAll()
    .where('position', '=', position)
    .orderBy('relation')
    .forUpdate()
    .execute();
  return generations.flatMap((generation) => {
    const projection = projectionOf(projections, generation);
    return projection === undefined ? [] : [{ generation, projection }];
  });
}

async function becomeReady(trx: Trx, generation: Generation): Promise<Generation> {
  if (generation.state !== 'building') return generation;
  await trx.updateTable('projections').set({ state: 'ready' }).where('relation', '=', generation.relation).execute();
  if (generation.switchWhenReady) await makeLive(trx, generation);
  return { ...generation, state: generation.switchWhenReady ? 'live' : 'ready' };
}

/**
 * Folds a quarantined session again from the archive: its rows are taken away and made anew. It leaves the quarantine
 * unless it fails again. Returns whether there was one to be folded.
 */
export async function requeueStep(db: Database, projections: readonly AnyProjection[]): Promise<boolean> {
  return await carefully(db, async (trx, careful) => {
    await holdCheckpoint(trx);
    const asked = await trx
      .selectFrom('quarantine')
      .innerJoin('projections', 'projections.relation', 'quarantine.relation')
      .selectAll('projections')
      .select('quarantine.session')
      .where('requeuedAt', 'is not', null)
      .orderBy('requeuedAt')
      .limit(1)
      .forUpdate()
      .executeTakeFirst();
    if (asked === undefined) return false;
    const { session, ...generation } = asked;
    await foldSessionAgain(trx, projections, generation, session, careful);
    return true;
  });
}
