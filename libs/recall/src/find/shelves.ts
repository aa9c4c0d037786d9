import { type Database, textArray } from '@hookline/db';
import type { MemoryStatus } from '@hookline/memory';
import { sql } from 'kysely';

/** Where may be looked: nothing that stands elsewhere is ever read by a recall. */
export interface Shelves {
  readonly numbers: readonly number[];
  readonly of: ReadonlyMap<number, { readonly scope: string; readonly kind: string; readonly status: MemoryStatus }>;
  readonly documents: number;
  /** Mean length of a document, in weighted words. */
  readonly meanLength: number;
}

/** The shelves of these scopes that hold something of the kinds and statuses. */
export async function findShelves(
  db: Database,
  scopes: readonly string[],
  { kinds, statuses }: { readonly kinds: readonly string[] | undefined; readonly statuses: readonly MemoryStatus[] },
): Promise<Shelves> {
  const { rows } = await sql<{
    number: number;
    scope: string;
    kind: string;
    status: MemoryStatus;
    documents: number;
    length: number;
  }>`
    select number, scope, kind, status, documents, length from recall_shelves
    where scope = any(${textArray(scopes)}::text[]) and status = any(${textArray(statuses)}::text[]) and documents > 0
      ${kinds === undefined ? sql`` : sql`and kind = any(${textArray(kinds)}::text[])`}
    order by number`.execute(db.kysely);
  const documents = rows.reduce((sum, row) => sum + row.documents, 0);
  return {
    numbers: rows.map(({ number }) => number),
    of: new Map(rows.map((row) => [row.number, row])),
    documents,
    meanLength: documents === 0 ? 1 : Math.max(1, rows.reduce((sum, { length }) => sum + length, 0) / documents),
  };
}
