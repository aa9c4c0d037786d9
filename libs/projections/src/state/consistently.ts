import type { Database, Trx } from '@hookline/db';

/** Reads as if nothing were written meanwhile; in a transaction that is given, as that one reads. */
export async function consistently<Result>(db: Database | Trx, read: (trx: Trx) => Promise<Result>): Promise<Result> {
  if (!('kysely' in db)) return await read(db);
  return await db.kysely.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
