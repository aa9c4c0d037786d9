import { inSavepoint, type Trx } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import type { DerivedView } from './derived-view.ts';
import { derivedViews } from './index.ts';

const undefinedColumn = '42703';
const undefinedTable = '42P01';

/**
 * Makes the derived views over the read models that are live now. Whoever drops a view of a read model drops those that
 * stand on it as well (`cascade`), and calls this in the same transaction, so that readers never miss one.
 */
export async function showDerived(trx: Trx): Promise<void> {
  await sql`create schema if not exists analytics`.execute(trx);
  const { rows } = await sql<{ name: string }>`select name from projections where state = 'live'`.execute(trx);
  const live = new Set(rows.map(({ name }) => name));
  for (const { name } of [...derivedViews].reverse()) {
    await sql`drop view if exists ${sql.table(name)} cascade`.execute(trx);
  }
  const shown: DerivedView[] = [];
  for (const view of derivedViews) {
    if (view.needs.every((one) => live.has(one)) && (await isShown(trx, view))) shown.push(view);
  }
  // Without parameters all of them are one message to the server.
  await sql`${sql.join(shown.flatMap(commentsOn), sql`; `)}`.execute(trx);
}

/**
 * Makes one view. False where a read model is live in an older version that lacks a column, or a view it stands on is
 * left out for that: it is made once the new version takes over.
 */
async function isShown(trx: Trx, { name, select }: DerivedView): Promise<boolean> {
  const error = await inSavepoint(trx, async () => {
    await sql`create view ${sql.table(name)} as ${sql.raw(select)}`.execute(trx);
  });
  if (error === undefined) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === undefinedColumn || code === undefinedTable) return false;
  throw error;
}

function commentsOn({ name, about, columns = {} }: DerivedView): RawBuilder<unknown>[] {
  return [
    sql`comment on view ${sql.table(name)} is ${sql.lit(about)}`,
    ...Object.entries(columns).map(
      ([column, [, told]]) => sql`comment on column ${sql.ref(`${name}.${column}`)} is ${sql.lit(told)}`,
    ),
  ];
}
