import { type Database, isDataError, type Trx, textArray } from '@hookline/db';
import { sql } from 'kysely';
import type { AnyProjection } from '../projection.ts';
import { type Folded, foldBatch, type Poison, type Readable, wordsOf } from './fold-batch.ts';
import type { Generation } from './generations.ts';

/** A generation with the code that folds it. */
export interface Target {
  readonly generation: Generation;
  readonly projection: AnyProjection;
}

/** What a batch did to all of them. */
export interface FoldedGenerations {
  readonly poisoned: readonly (Poison & { readonly relation: string })[];
}

/**
 * Folds a batch into several generations and moves them to `position`, leaving out the sessions each has in quarantine
 * and putting those there that cannot go on. With `careful` every session is written by itself, so that a value which
 * the database refuses costs only its session; without, such a value rejects the whole batch.
 */
export async function foldGenerations(
  trx: Trx,
  targets: readonly Target[],
  events: readonly Readable[],
  { position, careful }: { readonly position: number; readonly careful: boolean },
): Promise<FoldedGenerations> {
  if (targets.length === 0) return { poisoned: [] };
  const quarantined = await quarantinedOf(trx, targets, events);
  const poisoned: (Poison & { relation: string })[] = [];
  const hashes: string[] = [];
  for (const { generation, projection } of targets) {
    const { relation, stateHash } = generation;
    const without = quarantined.get(relation) ?? new Set();
    const fold = careful ? foldBySession : foldBatch;
    const folded = await fold(trx, { projection, relation, stateHash }, events, without);
    hashes.push(folded.stateHash);
    for (const poison of folded.poisoned) poisoned.push({ ...poison, relation });
  }
  await quarantine(trx, poisoned);
  await sql`
    update projections as p set position = ${position}, state_hash = g.state_hash
    from unnest(
      ${textArray(targets.map(({ generation }) => generation.relation))}::text[],
      ${textArray(hashes)}::text[]
    ) as g(relation, state_hash)
    where p.relation = g.relation`.execute(trx);
  return { poisoned };
}

/** Runs a batch; when the database refuses a value of it, runs it again carefully. Each run is its own transaction. */
export async function carefully<Result>(
  db: Database,
  run: (trx: Trx, careful: boolean) => Promise<Result>,
): Promise<Result> {
  try {
    return await db.transaction((trx) => run(trx, false));
  } catch (error) {
    if (!isDataError(error)) throw error;
    return await db.transaction((trx) => run(trx, true));
  }
}

async function foldBySession(
  trx: Trx,
  target: { readonly projection: AnyProjection; readonly relation: string; readonly stateHash: string },
  events: readonly Readable[],
  without: ReadonlySet<string>,
): Promise<Folded> {
  const sessions = new Map<string, Readable[]>();
  for (const event of events) sessions.set(event.session, [...(sessions.get(event.session) ?? []), event]);
  let { stateHash } = target;
  const poisoned: Poison[] = [];
  for (const [session, ofSession] of sessions) {
    await sql`savepoint one_session`.execute(trx);
    try {
      const folded = await foldBatch(trx, { ...target, stateHash }, ofSession, without);
      stateHash = folded.stateHash;
      poisoned.push(...folded.poisoned);
    } catch (error) {
      if (!isDataError(error)) throw error;
      await sql`rollback to savepoint one_session`.execute(trx);
      const { position, id } = ofSession[0]!;
      poisoned.push({ session, position, eventId: id, error: wordsOf(error) });
    }
    await sql`release savepoint one_session`.execute(trx);
  }
  return { stateHash, poisoned };
}

async function quarantinedOf(
  trx: Trx,
  targets: readonly Target[],
  events: readonly Readable[],
): Promise<Map<string, Set<string>>> {
  const sessions = [...new Set(events.map(({ session }) => session))];
  const { rows } = await sql<{ relation: string; session: string }>`
    select relation, session from quarantine
    where relation = any(${textArray(targets.map(({ generation }) => generation.relation))}::text[])
      and session = any(${textArray(sessions)}::text[])`.execute(trx);
  const found = new Map<string, Set<string>>();
  for (const { relation, session } of rows) found.set(relation, (found.get(relation) ?? new Set()).add(session));
  return found;
}

async function quarantine(trx: Trx, poisoned: readonly (Poison & { relation: string })[]): Promise<void> {
  if (poisoned.length === 0) return;
  await trx
    .insertInto('quarantine')
    .values(
      poisoned.map(({ relation, session, position, eventId, error }) => ({
        relation,
        session,
        position,
        eventId: eventId.replaceAll('\0', '\u2400'),
        error,
        requeuedAt: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['relation', 'session']).doUpdateSet(({ ref }) => ({
        position: ref('excluded.position'),
        eventId: ref('excluded.eventId'),
        error: ref('excluded.error'),
        requeuedAt: null,
      })),
    )
    .execute();
}
