import type { Database } from '@hookline/db';
import { sql } from 'kysely';

/** Name of the checkpoint of the consumer that keeps memories. */
export const memoryConsumer = 'memory';

/** How far memories are. */
export interface MemoryProgress {
  /** The log was read up to here. */
  readonly position: number;
  /** Sessions that are still to be observed, and memories still to be folded. */
  readonly sessions: number;
  readonly memories: number;
  /** Sessions that could not be observed, or not whole, at most 20: `fault` says what failed. */
  readonly faults: readonly { readonly session: string; readonly fault: string }[];
}

const faultsMax = 20;

/** All of one moment. */
export async function memoryProgress(db: Database): Promise<MemoryProgress> {
  const { rows } = await sql<MemoryProgress>`
    select coalesce((select position from checkpoints where name = ${memoryConsumer}), 0) as position,
      (select count(*)::integer from memory_sessions where waiting) as sessions,
      (select count(*)::integer from memory_stale) as memories,
      (select coalesce(json_agg(faulty), '[]') from (
        select session, fault from memory_sessions where fault is not null order by session limit ${faultsMax}
      ) faulty) as faults`.execute(db.kysely);
  return rows[0]!;
}
