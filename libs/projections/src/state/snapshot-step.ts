import { type Database, selectUnnested, type Trx } from '@hookline/db';
import { orderOf, type RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { arrange } from '../arrange.ts';
import type { AnyProjection } from '../projection.ts';
import { ModelFold } from './model-fold.ts';
import { contentOf } from './row-content.ts';
import { holdSnapshots, type Snapshot, snapshotRowsOf, snapshotsBefore } from './snapshots.ts';

/** What a step made. */
export interface SnapshotMade {
  readonly position: number;
  /** How many events of the session the snapshot follows from. */
  readonly events: number;
  /** How many rows had changed since the one before. */
  readonly rows: number;
}

/**
 * Makes the next snapshot of a session, `every` events after the one before it, for those read models that are furthest
 * behind, in one transaction. Undefined when there are not that many events yet. Rejects, having made nothing, where an
 * event cannot be read or folded.
 */
export async function snapshotStep(
  db: Database,
  projections: readonly AnyProjection[],
  session: string,
  every: number,
): Promise<SnapshotMade | undefined> {
  return await db.transaction(async (trx) => {
    await holdSnapshots(trx, session);
    const newest = await snapshotsBefore(trx, session, projections);
    const from = Math.min(...projections.map(({ name }) => newest.get(name)?.position ?? 0));
    const events = await nextEvents(trx, session, from, every);
    if (events.length < every) return undefined;
    const targets = projections.filter(({ name }) => (newest.get(name)?.position ?? 0) === from);
    const arranged = events.flatMap((recorded) => arrange(recorded) ?? []);
    const changes: Change[] = [];
    const made: Snapshot[] = [];
    for (const projection of targets) {
      const base = newest.get(projection.name);
      const fold = new ModelFold(projection, base?.stateHash);
      if (base !== undefined) {
        fold.addAll(await snapshotRowsOf(trx, session, projection, base, fold.missing(arranged)));
      }
      fold.fold(arranged);
      const changed = fold.changed().map(({ key, row, hash }) => ({
        projection,
        key,
        hash,
        content: contentOf(projection, row, events.at(-1)!.position),
      }));
      changes.push(...changed);
      made.push(snapshotOf(projection, base, events, fold.hash(), changed));
    }
    await writeSnapshots(trx, session, made);
    await writeRows(trx, session, made[0]!.position, changes);
    return { position: made[0]!.position, events: made[0]!.events, rows: changes.length };
  });
}

interface Change {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly hash: string;
  readonly content: string;
}

/** The next events of a session by position. The inner list of positions is short to read: it comes from an index. */
async function nextEvents(trx: Trx, session: string, after: number, count: number): Promise<RecordedEvent[]> {
  const { rows } = await sql<RecordedEvent>`
    with mine as materialized (select position from events where session = ${session}),
      next as materialized (select position from mine where position > ${after} order by position limit ${count})
    select position, event from events
    where session = ${session} and position > ${after} and position <= (select max(position) from next)
    order by position`.execute(trx.withoutPlugins());
  return rows;
}

function snapshotOf(
  { name, version }: AnyProjection,
  base: Snapshot | undefined,
  events: readonly RecordedEvent[],
  stateHash: string,
  changed: readonly Change[],
): Snapshot {
  let [lastOrder, lastOrderPosition] = [base?.lastOrder ?? '', base?.lastOrderPosition ?? 0];
  for (const { event, position } of events) {
    const order = orderOf(event);
    const compared = Buffer.compare(Buffer.from(order), Buffer.from(lastOrder));
    if (compared > 0 || (compared === 0 && position > lastOrderPosition)) {
      [lastOrder, lastOrderPosition] = [order, position];
    }
  }
  return {
    model: name,
    version,
    position: events.at(-1)!.position,
    events: (base?.events ?? 0) + events.length,
    lastOrder,
    lastOrderPosition,
    stateHash,
    bytes: changed.reduce((sum, { content }) => sum + content.length, base?.bytes ?? 0),
  };
}

async function writeSnapshots(trx: Trx, session: string, made: readonly Snapshot[]): Promise<void> {
  await trx
    .insertInto('snapshots')
    .values(made.map((snapshot) => ({ session, ...snapshot })))
    .execute();
}

async function writeRows(trx: Trx, session: string, position: number, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`insert into snapshot_rows (session, model, version, key, position, row_hash, content) ${selectUnnested([
    { name: 'session', type: 'text', values: changes.map(() => session) },
    { name: 'model', type: 'text', values: changes.map(({ projection }) => projection.name) },
    { name: 'version', type: 'integer', values: changes.map(({ projection }) => String(projection.version)) },
    { name: 'key', type: 'text', values: changes.map(({ key }) => key) },
    { name: 'position', type: 'bigint', values: changes.map(() => String(position)) },
    { name: 'row_hash', type: 'uuid', values: changes.map(({ hash }) => hash) },
    { name: 'content', type: 'json', values: changes.map(({ content }) => content) },
  ])}`.execute(trx);
}
