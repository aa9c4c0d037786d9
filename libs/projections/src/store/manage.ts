import { archivist, type Database, notify, readCheckpoint, type Trx } from '@hookline/db';
import { sql } from 'kysely';
import type { AnyProjection } from '../projection.ts';
import { projections as ours } from '../projections.ts';
import { showDerived } from '../views/show-derived.ts';
import { changeViews, isLockTimeout } from './change-views.ts';
import {
  createGeneration,
  fieldsOf,
  type Generation,
  generationsOf,
  lockGenerations,
  projectionsChannel,
  retire,
  showLive,
} from './generations.ts';

/** A generation as people see it. */
export interface ProjectionState {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  /** Where its rows are. The live one's are also in the view `read.<name>`. */
  readonly table: string;
  readonly state: Generation['state'];
  readonly position: number;
  /** How many positions it is behind the archive. */
  readonly lag: number;
  /** 32 hex digits over all rows, without places in the log: equal in every installation with the same facts. */
  readonly stateHash: string;
  readonly quarantined: number;
}

/** There is no such read model, or it is not in a state that allows what was asked. */
export class ProjectionStateError extends Error {
  override name = 'ProjectionStateError';
}

/** Every generation that has tables, by name, oldest first. */
export async function listProjections(db: Database): Promise<ProjectionState[]> {
  const archived = (await readCheckpoint(db, archivist))?.position ?? 0;
  const quarantined = await db.kysely
    .selectFrom('quarantine')
    .select(({ fn }) => ['relation', fn.countAll<number>().as('sessions')])
    .groupBy('relation')
    .execute();
  const counts = new Map(quarantined.map(({ relation, sessions }) => [relation, sessions]));
  return (await generationsOf(db)).map((one) => ({
    name: one.name,
    version: one.version,
    generation: one.generation,
    table: `models.${one.relation}`,
    state: one.state,
    position: one.position,
    lag: Math.max(0, archived - one.position),
    stateHash: one.stateHash,
    quarantined: counts.get(one.relation) ?? 0,
  }));
}

/**
 * Asks for a read model to be built anew from the beginning, beside the live one. The projector does it and leaves it
 * `ready`, or live with `switchWhenReady`. An earlier build that is not live makes room.
 */
export async function requestRebuild(
  db: Database,
  name: string,
  options: { readonly switchWhenReady?: boolean; readonly projections?: readonly AnyProjection[] } = {},
): Promise<ProjectionState> {
  const candidates = (options.projections ?? ours).filter((one) => one.name === name);
  const projection = candidates.sort((a, b) => b.version - a.version)[0];
  if (projection === undefined) throw new ProjectionStateError(unknownName(name, options.projections ?? ours));
  const created = await changing(db, name, async (trx) => {
    await holdBoth(trx);
    for (const other of await generationsOf(trx, name)) {
      if (other.state === 'ready' || other.state === 'building') await changeViews(trx, () => retire(trx, other));
    }
    const switchWhenReady = options.switchWhenReady ?? false;
    const generation = await createGeneration(trx, projection, { state: 'building', switchWhenReady });
    await notify(trx, projectionsChannel, name);
    return generation;
  });
  return await stateOf(db, created);
}

/** Makes a ready generation the live one: readers see all of the old or all of the new. The old one stays ready. */
export async function switchTo(
  db: Database,
  name: string,
  which: { readonly version?: number; readonly generation?: number } = {},
): Promise<ProjectionState> {
  const chosen = await changing(db, name, async (trx) => {
    await holdBoth(trx);
    const generations = await generationsOf(trx, name);
    const ready = generations.filter(
      (one) =>
        one.state === 'ready' &&
        (which.version === undefined || one.version === which.version) &&
        (which.generation === undefined || one.generation === which.generation),
    );
    const newest = ready[ready.length - 1];
    if (newest === undefined) throw new ProjectionStateError(nothingReady(name, generations));
    await makeLive(trx, newest);
    return newest;
  });
  return await stateOf(db, chosen);
}

/** Goes back to the generation that was live before. */
export async function rollback(db: Database, name: string): Promise<ProjectionState> {
  const chosen = await changing(db, name, async (trx) => {
    await holdBoth(trx);
    const before = (await generationsOf(trx, name))
      .filter(({ state, liveUntil }) => state === 'ready' && liveUntil !== null)
      .sort((a, b) => (a.liveUntil! < b.liveUntil! ? 1 : -1))[0];
    if (before === undefined) {
      throw new ProjectionStateError(
        `${name} has no generation that was live before and is kept: rebuild it (hookline projections rebuild ${name})`,
      );
    }
    await makeLive(trx, before);
    return before;
  });
  return await stateOf(db, chosen);
}

/** Makes a generation live in the caller's transaction, which holds the generations. Waits as `changeViews` does. */
export async function makeLive(trx: Trx, { name, relation }: Generation): Promise<void> {
  await trx
    .updateTable('projections')
    .set({ state: 'ready', liveUntil: sql`clock_timestamp()` })
    .where('name', '=', name)
    .where('state', '=', 'live')
    .execute();
  await trx
    .updateTable('projections')
    .set({ state: 'live', switchWhenReady: false, liveSince: sql`clock_timestamp()`, liveUntil: null })
    .where('relation', '=', relation)
    .execute();
  const fields = await fieldsOf(trx, relation);
  await changeViews(trx, async () => {
    await showLive(trx, name, relation, fields);
    await showDerived(trx);
  });
}

/** Whether the newest ready generation has the same rows as the live one; undefined while they stand at different positions. */
export async function compareWithLive(
  db: Database,
  name: string,
): Promise<{ same: boolean | undefined; live: ProjectionState; ready: ProjectionState } | undefined> {
  const states = (await listProjections(db)).filter((one) => one.name === name);
  const live = states.find(({ state }) => state === 'live');
  const ready = states.filter(({ state }) => state === 'ready').at(-1);
  if (live === undefined || ready === undefined) return undefined;
  const comparable = live.position === ready.position && live.version === ready.version;
  return { same: comparable ? live.stateHash === ready.stateHash : undefined, live, ready };
}

/** A session that a read model could not fold on. */
export interface Quarantined {
  readonly projection: string;
  readonly version: number;
  readonly table: string;
  readonly session: string;
  readonly position: number;
  readonly eventId: string;
  readonly error: string;
  readonly since: string;
  /** Set while it waits to be folded again. */
  readonly requeuedAt: string | null;
}

/** What is in quarantine, oldest first, at most 1,000. */
export async function listQuarantine(db: Database): Promise<Quarantined[]> {
  const rows = await db.kysely
    .selectFrom('quarantine')
    .innerJoin('projections', 'projections.relation', 'quarantine.relation')
    .selectAll('quarantine')
    .select(['name', 'version'])
    .orderBy('since')
    .limit(1_000)
    .execute();
  return rows.map(({ name, relation, ...row }) => ({ projection: name, table: `models.${relation}`, ...row }));
}

/** Asks for quarantined sessions to be folded again from the archive. Returns how many there are. */
export async function requeue(
  db: Database,
  which: { readonly projection?: string; readonly session?: string } = {},
): Promise<number> {
  return await db.transaction(async (trx) => {
    let query = trx.updateTable('quarantine').set({ requeuedAt: new Date().toISOString() });
    const { projection, session } = which;
    if (session !== undefined) query = query.where('session', '=', session);
    if (projection !== undefined) {
      query = query.where('relation', 'in', (eb) =>
        eb.selectFrom('projections').select('relation').where('name', '=', projection),
      );
    }
    const updated = await query.executeTakeFirst();
    await notify(trx, projectionsChannel, 'requeue');
    return Number(updated.numUpdatedRows);
  });
}

/** Nobody else can change which tables there are, nor fold into them, until the transaction ends. */
async function holdBoth(trx: Trx): Promise<void> {
  await lockGenerations(trx);
  await trx.selectFrom('checkpoints').select('position').where('name', '=', archivist).forUpdate().execute();
}

/** A transaction that changes views; who is in its way is told to try again. */
async function changing<Result>(db: Database, name: string, run: (trx: Trx) => Promise<Result>): Promise<Result> {
  try {
    return await db.transaction(run);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new ProjectionStateError(
      `${name} is being read without a pause, by a backup or a long statement: nothing was changed, try again when it has ended`,
      { cause: error },
    );
  }
}

async function stateOf(db: Database, { relation }: Generation): Promise<ProjectionState> {
  return (await listProjections(db)).find(({ table }) => table === `models.${relation}`)!;
}

function unknownName(name: string, projections: readonly AnyProjection[]): string {
  const names = [...new Set(projections.map((one) => one.name))].join(', ');
  return `there is no read model ${name}, expected one of ${names}`;
}

function nothingReady(name: string, generations: readonly Generation[]): string {
  if (generations.length === 0) return `there is no read model ${name}: see hookline projections list`;
  const found = generations.map(({ relation, state }) => `${relation} is ${state}`).join(', ');
  return `${name} has nothing ready to switch to (${found}): rebuild it first (hookline projections rebuild ${name})`;
}
