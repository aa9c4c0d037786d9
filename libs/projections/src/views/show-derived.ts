import type { Trx } from '@hookline/db';
import { sql } from 'kysely';
import { derivedViews } from './index.ts';

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
  for (const { name, about, needs, select } of derivedViews) {
    if (!needs.every((one) => live.has(one))) continue;
    await sql`create view ${sql.table(name)} as ${sql.raw(select)}`.execute(trx);
    await sql`comment on view ${sql.table(name)} is ${sql.lit(about)}`.execute(trx);
  }
}
