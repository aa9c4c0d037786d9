import { type Database, type Moment, rangeUpTo, readSession, type SessionCursor, type Trx } from '@hookline/db';
import { orderOf, type RecordedEvent } from '@hookline/schemas';
import { arrange } from '../arrange.ts';
import { type FoldedRows, foldedRows } from '../fold-events.ts';
import type { AnyProjection } from '../projection.ts';
import { projections as ours } from '../projections.ts';
import { type Liveness, livenessOf } from '../sessions/liveness.ts';
import type { SessionRow } from '../sessions/session-row.ts';
import { combinedHash } from './combined-hash.ts';
import { consistently } from './consistently.ts';
import { ModelFold } from './model-fold.ts';
import { type Snapshot, snapshotRows, snapshotRowsOf, snapshotsBefore } from './snapshots.ts';

/** All that is known of a session at a moment. */
export interface SessionState {
  readonly session: string;
  readonly moment: Moment;
  /** How many events it follows from. */
  readonly events: number;
  /** The time of the newest of them; null where there is none. States are told for this moment: a replay says the same. */
  readonly asOf: string | null;
  readonly liveness: Liveness | null;
  /** Rows of the read models that were asked for, and of `sessions`; of the others none. */
  readonly rows: FoldedRows;
  /** Per read model 32 hex digits over all of its rows of this session, without places in the log. */
  readonly hashes: Readonly<Record<string, string>>;
  /** 32 hex digits over `hashes` and the versions they are of. */
  readonly hash: string;
  /** What it was made from, with the hash of the same read models there; null when it was folded from the first event. */
  readonly snapshot: { readonly position: number; readonly hash: string } | null;
}

export interface StateOptions {
  /** The read models whose rows are wanted: only these are read. All where not given. */
  readonly models?: readonly string[] | undefined;
  /** The read models whose hashes are wanted; those of `models` where not given. */
  readonly hashed?: readonly string[] | undefined;
  /** The versions to fold with: those of this build where not given. */
  readonly projections?: readonly AnyProjection[] | undefined;
  /** False folds from the first event, whatever snapshots there are. */
  readonly snapshots?: boolean | undefined;
}

const eventsAtOnceMax = 5_000;

/**
 * What a session was at a moment: the nearest snapshot in which is nothing that came later, and the events between.
 * Rejects where an event cannot be read (`UnknownVersionError`) or folded.
 */
export async function stateAt(
  db: Database | Trx,
  session: string,
  moment: Moment = {},
  { models, hashed = models, projections = ours, snapshots = true }: StateOptions = {},
): Promise<SessionState> {
  const isWhole = ({ name }: AnyProjection) => name === 'sessions' || (models?.includes(name) ?? true);
  const isHashed = ({ name }: AnyProjection) => hashed?.includes(name) ?? true;
  const wanted = projections.filter((one) => isWhole(one) || isHashed(one));
  return await consistently(db, async (trx) => {
    const range = await rangeUpTo(trx, session, moment);
    const bases = snapshots ? await snapshotsBefore(trx, session, wanted, range) : new Map<string, Snapshot>();
    const parts = wanted.map((projection) => partOf(projection, bases.get(projection.name)));
    const first = oldest(parts);
    let events = first?.events ?? 0;
    const pages = pagesOf(trx, session, { ...range, from: (first?.position ?? 0) + 1 });
    await Promise.all(
      parts.map(async ({ base, fold }) => {
        if (base === undefined || !isWhole(fold.projection)) return;
        fold.addAll(await snapshotRows(trx, session, fold.projection, base));
      }),
    );
    for await (const page of pages) {
      events += page.length;
      const arranged = page.flatMap((recorded) => arrange(recorded) ?? []);
      for (const { base, fold } of parts) {
        const mine = base === undefined ? arranged : arranged.filter(({ position }) => position > base.position);
        if (base !== undefined && !isWhole(fold.projection)) {
          const keys = fold.missing(mine);
          const rows = await snapshotRowsOf(trx, session, fold.projection, base, keys);
          fold.addAll(rows);
        }
        fold.fold(mine);
      }
    }
    const rows = foldedRows(projections, (projection) =>
      isWhole(projection) ? parts.find(({ fold }) => fold.projection === projection)!.fold.rows() : [],
    );
    const asked = parts.filter(({ fold }) => isHashed(fold.projection));
    const hashes = asked.map(({ fold }) => ({ projection: fold.projection, hash: fold.hash() }));
    const basesAsked = asked.map(({ base, fold }) => ({ projection: fold.projection, hash: base?.stateHash ?? '' }));
    return {
      session,
      moment,
      events,
      ...toldOf(rows.sessions?.[0]),
      rows,
      hashes: Object.fromEntries(hashes.map(({ projection, hash }) => [projection.name, hash])),
      hash: combinedHash(hashes),
      snapshot: first === undefined ? null : { position: first.position, hash: combinedHash(basesAsked) },
    };
  });
}

interface Part {
  readonly base: Snapshot | undefined;
  readonly fold: ModelFold;
}

const partOf = (projection: AnyProjection, base: Snapshot | undefined): Part => ({
  base,
  fold: new ModelFold(projection, base?.stateHash),
});

/** The base that is furthest behind; undefined when one of the parts has none. */
function oldest(parts: readonly Part[]): Snapshot | undefined {
  let found: Snapshot | undefined;
  for (const { base } of parts) {
    if (base === undefined) return undefined;
    if (found === undefined || base.position < found.position) found = base;
  }
  return found;
}

async function* pagesOf(
  trx: Trx,
  session: string,
  range: Parameters<typeof readSession>[2],
): AsyncIterable<RecordedEvent[]> {
  let after: SessionCursor | undefined;
  for (;;) {
    const page = await readSession(trx, session, { ...range, after, limit: eventsAtOnceMax });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < eventsAtOnceMax) return;
    after = { order: orderOf(last.event), position: last.position };
  }
}

function toldOf(row: SessionRow | undefined): Pick<SessionState, 'asOf' | 'liveness'> {
  if (row === undefined) return { asOf: null, liveness: null };
  const asOf = row.lastEventAt ?? row.startedAt;
  return { asOf, liveness: livenessOf(row, asOf) };
}
