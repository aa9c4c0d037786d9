import { readArchive, type Trx } from '@hookline/db';
import { sql } from 'kysely';
import type { AnyProjection } from '../projection.ts';
import { HashSum } from '../row-hash.ts';
import { foldGenerations } from './fold-generations.ts';
import { type Generation, generationsOf, projectionOf } from './generations.ts';
import { readBatch } from './read-batch.ts';

const batchSize = 1_000;

/**
 * Takes a session's rows out of a generation and folds them anew from what the archive has of it, up to where the
 * generation stands. It leaves the quarantine first, and comes back there if it fails again. The caller holds the
 * generation's row. One that no code of this build can fold keeps its rows.
 */
export async function foldSessionAgain(
  trx: Trx,
  projections: readonly AnyProjection[],
  generation: Generation,
  session: string,
  careful: boolean,
): Promise<void> {
  await leaveQuarantine(trx, generation, session);
  if (projectionOf(projections, generation) === undefined) return;
  await takeAway(trx, generation, session);
  await foldAgain(trx, projections, [generation], session, careful);
}

/**
 * The same in every generation there is, so that the live rows stay what a rebuild would make of the archive. The caller
 * holds the archivist's checkpoint; the generations are held here, in the order in which building takes them. A generation
 * of another build loses its rows of the session: they may tell of events that are gone.
 */
export async function foldSessionEverywhere(
  trx: Trx,
  projections: readonly AnyProjection[],
  session: string,
  careful: boolean,
): Promise<void> {
  const generations = await trx.selectFrom('projections').selectAll().orderBy('relation').forUpdate().execute();
  for (const generation of generations) {
    await leaveQuarantine(trx, generation, session);
    await takeAway(trx, generation, session);
  }
  const known = generations.filter((generation) => projectionOf(projections, generation) !== undefined);
  for (const together of Map.groupBy(known, ({ position }) => position).values()) {
    await foldAgain(trx, projections, together, session, careful);
  }
}

async function leaveQuarantine(trx: Trx, { relation }: Generation, session: string): Promise<void> {
  await trx.deleteFrom('quarantine').where('relation', '=', relation).where('session', '=', session).execute();
}

async function takeAway(trx: Trx, generation: Generation, session: string): Promise<void> {
  const { rows } = await sql<{ rowHash: string }>`
    delete from ${sql.raw(`models."${generation.relation}"`)} where session = ${session} returning row_hash`.execute(
    trx,
  );
  if (rows.length === 0) return;
  const sum = new HashSum(generation.stateHash);
  for (const { rowHash } of rows) sum.take(rowHash.replaceAll('-', ''));
  await trx
    .updateTable('projections')
    .set({ stateHash: sum.toString() })
    .where('relation', '=', generation.relation)
    .execute();
}

/** Folds a session into generations that stand at the same position, reading its events once for all of them. */
async function foldAgain(
  trx: Trx,
  projections: readonly AnyProjection[],
  generations: readonly Generation[],
  session: string,
  careful: boolean,
): Promise<void> {
  const { position } = generations[0]!;
  const relations = new Set(generations.map(({ relation }) => relation));
  for (let after = 0; ; ) {
    const batch = await readArchive(trx, { after, until: position, session, limit: batchSize });
    const targets = (await generationsOf(trx))
      .filter(({ relation }) => relations.has(relation))
      .map((generation) => ({ generation, projection: projectionOf(projections, generation)! }));
    await foldGenerations(trx, targets, readBatch(batch).events, { position, careful });
    if (batch.length < batchSize) return;
    after = batch[batch.length - 1]!.position;
  }
}
