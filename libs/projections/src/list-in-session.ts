import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { type Page, type ReadModels, readModels } from './read-models.ts';

type Ordered = Exclude<keyof ReadModels, 'read.sessions'>;

/** The rows of one session in its order. */
export async function listInSession<View extends Ordered>(
  db: Database,
  view: View,
  session: string,
  { after, limit }: Page = {},
): Promise<ReadModels[View][]> {
  const rest =
    after === undefined
      ? sql``
      : sql`and (order_key, position) > (${after.order} collate "C", ${after.position}::bigint)`;
  const { rows } = await sql<ReadModels[View]>`
    select * from ${sql.table(view)} where session = ${session} ${rest}
    order by order_key, position limit ${limit ?? 1_000}`.execute(readModels(db));
  return rows;
}
