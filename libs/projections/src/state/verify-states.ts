import type { Database, SessionCursor, Trx } from '@hookline/db';
import { readSession } from '@hookline/db';
import { orderOf } from '@hookline/schemas';
import { sql } from 'kysely';
import { arrange } from '../arrange.ts';
import type { AnyProjection } from '../projection.ts';
import { projections as ours } from '../projections.ts';
import { emptyHash, HashSum } from '../row-hash.ts';
import { consistently } from './consistently.ts';
import { hashOf, ModelFold } from './model-fold.ts';
import { type Snapshot, snapshotRows, versionsOf } from './snapshots.ts';

/** A snapshot that is not what its events are. */
export interface DifferingState {
  readonly session: string;
  readonly position: number;
  readonly model: string;
  /** The hash of the rows that follow from the events. */
  readonly expected: string;
  /** The hash of the rows that are kept, or `unreadable`. */
  readonly found: string;
  /** The keys of rows that are kept otherwise, are missing or too many; the first ten. */
  readonly rows: readonly string[];
}

export interface VerifiedStates {
  /** How many snapshots were compared, each of one read model of one session. */
  readonly checked: number;
  readonly differing: readonly DifferingState[];
}

const rowsNamedMax = 10;
const eventsAtOnceMax = 1_000;

/**
 * Folds a random sample of the snapshots from the first event of their sessions, and says which are something else.
 * `only` answers which of the sessions may be looked at.
 */
export async function verifyStates(
  db: Database,
  {
    sample,
    projections = ours,
    only,
    signal,
  }: {
    readonly sample: number;
    readonly projections?: readonly AnyProjection[];
    readonly only?: (sessions: readonly string[]) => Promise<readonly string[]>;
    readonly signal?: AbortSignal;
  },
): Promise<VerifiedStates> {
  const chosen = await chooseSnapshots(db, projections, sample);
  const bySession = Map.groupBy(chosen, ({ session }) => session);
  const sessions = only === undefined ? [...bySession.keys()] : await only([...bySession.keys()]);
  const differing: DifferingState[] = [];
  let checked = 0;
  for (const session of sessions) {
    signal?.throwIfAborted();
    const snapshots = bySession.get(session)!;
    differing.push(...(await consistently(db, (trx) => compareSession(trx, session, projections, snapshots))));
    checked += snapshots.length;
  }
  return { checked, differing };
}

type Chosen = Snapshot & { readonly session: string };

async function chooseSnapshots(db: Database, projections: readonly AnyProjection[], sample: number): Promise<Chosen[]> {
  const { rows } = await sql<Chosen>`
    select s.session, s.model, s.version, position, events, last_order, last_order_position, state_hash, bytes
    from snapshots s join ${versionsOf(projections)} on s.model = m.model and s.version = m.version
    order by random() limit ${sample}`.execute(db.kysely);
  return rows;
}

/** Compares snapshots of one session, folding it once. */
async function compareSession(
  trx: Trx,
  session: string,
  projections: readonly AnyProjection[],
  snapshots: readonly Chosen[],
): Promise<DifferingState[]> {
  const differing: DifferingState[] = [];
  const stops = [...Map.groupBy(snapshots, ({ position }) => position)].sort(([a], [b]) => a - b);
  const models = new Set(snapshots.map(({ model }) => model));
  const folds = projections.filter(({ name }) => models.has(name)).map((projection) => new ModelFold(projection));
  let from = 1;
  for (const [position, here] of stops) {
    await foldUpTo(trx, session, { from, until: position }, folds);
    from = position + 1;
    for (const snapshot of here) {
      const fold = folds.find(({ projection }) => projection.name === snapshot.model)!;
      const found = await compareOne(trx, session, fold, snapshot);
      if (found !== undefined) differing.push(found);
    }
  }
  return differing;
}

async function foldUpTo(
  trx: Trx,
  session: string,
  range: { readonly from: number; readonly until: number },
  folds: readonly ModelFold[],
): Promise<void> {
  let after: SessionCursor | undefined;
  for (;;) {
    const events = await readSession(trx, session, { ...range, after, limit: eventsAtOnceMax });
    const arranged = events.flatMap((recorded) => arrange(recorded) ?? []);
    for (const fold of folds) fold.fold(arranged);
    const last = events.at(-1);
    if (last === undefined || events.length < eventsAtOnceMax) return;
    after = { order: orderOf(last.event), position: last.position };
  }
}

async function compareOne(
  trx: Trx,
  session: string,
  fold: ModelFold,
  snapshot: Snapshot,
): Promise<DifferingState | undefined> {
  const { model, position } = snapshot;
  const expected = fold.hash();
  const kept = await keptRows(trx, session, fold.projection, snapshot);
  if (kept === undefined) return { session, position, model, expected, found: 'unreadable', rows: [] };
  const should = new Map(fold.changed().map(({ key, hash }) => [key, hash]));
  const unlike = [...kept].filter(([key, hash]) => should.get(key) !== hash).map(([key]) => key);
  for (const key of should.keys()) if (!kept.has(key)) unlike.push(key);
  const sum = new HashSum(emptyHash);
  for (const hash of kept.values()) sum.add(hash);
  const found = unlike.length === 0 ? snapshot.stateHash : sum.toString();
  return found === expected
    ? undefined
    : { session, position, model, expected, found, rows: unlike.slice(0, rowsNamedMax) };
}

/** The hashes of the rows as they are kept, by key; undefined where that is not what rows look like. */
async function keptRows(
  trx: Trx,
  session: string,
  projection: AnyProjection,
  snapshot: Snapshot,
): Promise<Map<string, string> | undefined> {
  const hashes = new Map<string, string>();
  try {
    for (const [key, row] of await snapshotRows(trx, session, projection, snapshot)) {
      hashes.set(key, hashOf(projection, row));
    }
    return hashes;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
