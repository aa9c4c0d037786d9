import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { isTransient } from './transient.ts';

/**
 * Runs one part of a transaction so that its failure undoes only that part, and is answered instead of thrown.
 * A transient error ends the whole transaction: it is thrown.
 */
export async function inSavepoint(trx: Trx, run: () => Promise<void>): Promise<unknown> {
  await sql`savepoint part`.execute(trx);
  try {
    await run();
    await sql`release savepoint part`.execute(trx);
    return undefined;
  } catch (error) {
    if (isTransient(error)) throw error;
    await sql`rollback to savepoint part`.execute(trx);
    return error;
  }
}
