import { archivist, type Database, readCheckpoint, type Tables, type Trx } from '@hookline/db';
import { type Selectable, sql } from 'kysely';
import { type AnyProjection, columnOf } from '../projection.ts';
import { emptyHash } from '../row-hash.ts';
import { showDerived } from '../views/show-derived.ts';
import { changeViews } from './change-views.ts';

/** One build of one version of a read model, as the table `projections` has it. */
export type Generation = Selectable<Tables['projections']>;

/** Someone asked for something, or something changed: the projector looks at the table `projections`. */
export const projectionsChannel = 'hookline_projections';

/** Taken for every change of which tables exist and which are live. */
export async function lockGenerations(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('hookline:generations', 0))`.execute(trx);
}

export async function generationsOf(db: Database | Trx, name?: string): Promise<Generation[]> {
  let query = ('kysely' in db ? db.kysely : db).selectFrom('projections').selectAll();
  if (name !== undefined) query = query.where('name', '=', name);
  return await query.orderBy('name').orderBy('version').orderBy('generation').execute();
}

/** The projection in this build's code that a generation was made by; undefined when this build does not have it. */
export function projectionOf(
  projections: readonly AnyProjection[],
  { name, version }: Pick<Generation, 'name' | 'version'>,
): AnyProjection | undefined {
  return projections.find((one) => one.name === name && one.version === version);
}

/** Makes the tables of a new generation and enters it. */
export async function createGeneration(
  trx: Trx,
  projection: AnyProjection,
  how: { readonly state: 'building' | 'live'; readonly switchWhenReady: boolean },
): Promise<Generation> {
  const { name, version } = projection;
  const before = (await generationsOf(trx, name)).filter((one) => one.version === version);
  const generation = Math.max(0, ...before.map((one) => one.generation)) + 1;
  const relation = `${name}_v${version}${generation === 1 ? '' : `_g${generation}`}`;
  await sql.raw(tableOf(projection, relation)).execute(trx);
  for (const index of projection.indexes ?? []) {
    await sql.raw(`create index on models."${relation}" (${index})`).execute(trx);
  }
  const created = await trx
    .insertInto('projections')
    .values({
      name,
      version,
      generation,
      relation,
      state: how.state,
      stateHash: emptyHash,
      switchWhenReady: how.switchWhenReady,
      liveSince: how.state === 'live' ? new Date().toISOString() : null,
      liveUntil: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (how.state === 'live') await showLive(trx, projection.name, relation, Object.keys(projection.columns));
  return created;
}

function tableOf(projection: AnyProjection, relation: string): string {
  const columns = Object.entries(projection.columns).map(
    ([field, type]) => `"${columnOf(field)}" ${type}${type === 'text' ? ' collate "C"' : ''}`,
  );
  const key = projection.key === undefined ? ['session'] : ['session', columnOf(projection.key)];
  return `create table models."${relation}" (
    ${columns.join(',\n    ')},
    row_hash uuid not null,
    primary key (${key.map((column) => `"${column}"`).join(', ')})
  ) with (fillfactor = 85)`;
}

/**
 * Points the view `read.<name>` at a table; readers see the old rows until the transaction commits. Derived views that
 * stand on it go with the old one: the caller ends with `showDerived`.
 */
export async function showLive(trx: Trx, name: string, relation: string, fields: readonly string[]): Promise<void> {
  const columns = fields.map((field) => `"${columnOf(field)}"`).join(', ');
  await sql.raw(`drop view if exists read."${name}" cascade`).execute(trx);
  await sql.raw(`create view read."${name}" as select ${columns} from models."${relation}"`).execute(trx);
}

/** The fields of the rows in a generation's table, whichever build made it. */
export async function fieldsOf(trx: Trx, relation: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'models' and table_name = ${relation} and column_name <> 'row_hash'
    order by ordinal_position`.execute(trx);
  return rows.map(({ name }) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

/** Takes a generation's table, its quarantine and its entry away. */
export async function retire(trx: Trx, { relation }: Generation): Promise<void> {
  await sql.raw(`drop table models."${relation}"`).execute(trx);
  await trx.deleteFrom('projections').where('relation', '=', relation).execute();
}

/**
 * Makes what this build's projections lack. In an empty database they are live at once; a read model or a version that
 * comes later is built from the archive, and goes live by itself unless the live version can still be kept up by this
 * build.
 */
export async function prepareGenerations(db: Database, projections: readonly AnyProjection[]): Promise<void> {
  await db.transaction(async (trx) => {
    await lockGenerations(trx);
    const archived = (await readCheckpoint(trx, archivist))?.position ?? 0;
    for (const projection of projections) {
      const existing = await generationsOf(trx, projection.name);
      if (existing.some(({ version }) => version === projection.version)) continue;
      const live = existing.find(({ state }) => state === 'live');
      if (live === undefined && archived === 0) {
        await createGeneration(trx, projection, { state: 'live', switchWhenReady: false });
      } else {
        const keptUp = live !== undefined && projectionOf(projections, live) !== undefined;
        await createGeneration(trx, projection, { state: 'building', switchWhenReady: !keptUp });
      }
    }
    await changeViews(trx, () => showDerived(trx));
  });
}
