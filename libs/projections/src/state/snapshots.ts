import { type Database, type MomentRange, notify, type Trx, textArray } from '@hookline/db';
import { sql } from 'kysely';
import type { AnyRow } from '../fold-rows.ts';
import type { AnyProjection } from '../projection.ts';
import { storableText } from '../storable.ts';
import { type Content, indexOf, rowOf } from './row-content.ts';

/** Told with a session whose snapshots were forgotten: they can be made again. */
export const snapshotsChannel = 'hookline_snapshots';

/** What one read model had of a session at a position, and how far that goes in the session's order. */
export interface Snapshot {
  readonly model: string;
  readonly version: number;
  readonly position: number;
  /** How many events of the session it follows from. */
  readonly events: number;
  readonly lastOrder: string;
  readonly lastOrderPosition: number;
  /** The sum of the hashes of all rows. */
  readonly stateHash: string;
  /** How long all rows of this and the snapshots before it are, as text. */
  readonly bytes: number;
}

/** By read model: the newest snapshot in which is nothing that a moment does not have. */
export async function snapshotsBefore(
  trx: Trx,
  session: string,
  projections: readonly AnyProjection[],
  { until, upTo }: MomentRange = {},
): Promise<Map<string, Snapshot>> {
  const { rows } = await sql<Snapshot>`
    select distinct on (s.model)
      s.model, s.version, position, events, last_order, last_order_position, state_hash, bytes
    from snapshots s join ${versionsOf(projections)} on s.model = m.model and s.version = m.version
    where session = ${session}
      ${until === undefined ? sql`` : sql`and position <= ${until}`}
      ${
        upTo === undefined
          ? sql``
          : sql`and (last_order, last_order_position) <= (${upTo.order} collate "C", ${upTo.position}::bigint)`
      }
    order by s.model, position desc`.execute(trx);
  return new Map(rows.map((row) => [row.model, row]));
}

/** The versions that a build has, as a table `m (model, version)`. */
export function versionsOf(projections: readonly AnyProjection[]) {
  return sql`unnest(
    ${textArray(projections.map(({ name }) => name))}::text[],
    ${projections.map(({ version }) => version)}::integer[]
  ) as m(model, version)`;
}

const charactersAtOnceMax = 2 * 2 ** 20;

/** Every row of a read model in a snapshot, by key. */
export async function snapshotRows(
  trx: Trx,
  session: string,
  projection: AnyProjection,
  snapshot: Snapshot,
): Promise<Map<string, AnyRow>> {
  const newest = new Map<string, Content>();
  const keyIndex = projection.key === undefined ? -1 : indexOf(projection, projection.key);
  // The server makes the next text while this one is read. Where one fails, the first to be awaited tells of it.
  const texts = (await rangesOf(trx, session, snapshot)).map((range) => textOf(trx, session, snapshot, range));
  for (const text of texts) text.catch(() => {});
  for (const text of texts) {
    for (const content of JSON.parse(`[${await text}]`) as Content[]) {
      const key = keyIndex === -1 ? '' : storableText(content[keyIndex] as string);
      const known = newest.get(key);
      if (known === undefined || known[0] < content[0]) newest.set(key, content);
    }
  }
  const rows = new Map<string, AnyRow>();
  for (const [key, content] of newest) rows.set(key, rowOf(projection, session, content));
  return rows;
}

/** The rows of a range of positions as one text: what a row costs on its way from the server is more than its content. */
async function textOf(
  trx: Trx,
  session: string,
  { model, version }: Snapshot,
  [after, until]: readonly [number, number],
): Promise<string> {
  const { rows } = await sql<{ rows: string | null }>`
    select string_agg(content::text, ',') as rows from snapshot_rows
    where session = ${session} and model = ${model} and version = ${version}
      and position > ${after} and position <= ${until}`.execute(trx);
  return rows[0]?.rows ?? '';
}

/** Ranges of positions whose rows are about as much as fits a text. */
async function rangesOf(trx: Trx, session: string, snapshot: Snapshot): Promise<[after: number, until: number][]> {
  if (snapshot.bytes <= charactersAtOnceMax) return [[0, snapshot.position]];
  const heads = await trx
    .selectFrom('snapshots')
    .select(['position', 'bytes'])
    .where('session', '=', session)
    .where('model', '=', snapshot.model)
    .where('version', '=', snapshot.version)
    .where('position', '<=', snapshot.position)
    .orderBy('position')
    .execute();
  const ranges: [number, number][] = [];
  let [after, done] = [0, 0];
  for (const [index, { position, bytes }] of heads.entries()) {
    const next = heads[index + 1];
    if (next !== undefined && next.bytes - done <= charactersAtOnceMax) continue;
    ranges.push([after, position]);
    [after, done] = [position, bytes];
  }
  return ranges;
}

/** Those rows of a snapshot that have these keys. */
export async function snapshotRowsOf(
  trx: Trx,
  session: string,
  projection: AnyProjection,
  snapshot: Snapshot,
  keys: readonly string[],
): Promise<[key: string, row: AnyRow][]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string; content: Content }>`
    select distinct on (key) key, content from snapshot_rows
    where session = ${session} and model = ${snapshot.model} and version = ${snapshot.version}
      and key = any(${textArray(keys)}::text[]) and position <= ${snapshot.position}
    order by key, position desc`.execute(trx);
  return rows.map(({ key, content }) => [key, rowOf(projection, session, content)]);
}

/** Nobody else makes or forgets snapshots of a session until the transaction ends. */
export async function holdSnapshots(trx: Trx, session: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hookline:snapshots:${session}`}, 0))`.execute(trx);
}

/**
 * Takes away what was kept of a session's states, for when some of its events go: states are folded from what is left,
 * and snapshots are made again. Call it in the transaction that takes the events away.
 */
export async function forgetSnapshots(trx: Trx, session: string): Promise<void> {
  await holdSnapshots(trx, session);
  await trx.deleteFrom('snapshotRows').where('session', '=', session).execute();
  await trx.deleteFrom('snapshots').where('session', '=', session).execute();
  await notify(trx, snapshotsChannel, session);
}

const droppedAtOnceMax = 200;

/**
 * Takes away snapshots of versions that a build does not have, some at a time and the newest first: what is left of a
 * version can still be read by a build that has it.
 */
export async function dropOtherVersions(
  db: Database,
  projections: readonly AnyProjection[],
  signal?: AbortSignal,
): Promise<void> {
  let dropped: number;
  do {
    const { rows } = await sql<{ dropped: number }>`
      with gone as (
        delete from snapshots where (session, model, version, position) in (
          select session, s.model, s.version, position from snapshots s
          where not exists (select from ${versionsOf(projections)} where m.model = s.model and m.version = s.version)
          order by position desc limit ${droppedAtOnceMax}
        )
        returning session, model, version, position
      ), gone_rows as (
        delete from snapshot_rows r using gone g
        where r.session = g.session and r.model = g.model and r.version = g.version and r.position = g.position
      )
      select count(*) as dropped from gone`.execute(db.kysely);
    dropped = rows[0]!.dropped;
  } while (dropped === droppedAtOnceMax && !signal?.aborted);
}
