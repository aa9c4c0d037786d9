import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/**
 * Deletes units of work that are over and were offered because of events that expired, with their parts: their payloads
 * quote those events. What is still open stays until it ends.
 */
export async function forgetWork(trx: Trx, session: string): Promise<void> {
  const { rows } = await sql<{ item: string }>`
    delete from work_items work using firings fired, expired_events expired
    where work.session = ${session} and work.ended_at is not null and fired.firing = work.firing
      and expired.session = ${session} and expired.position = fired.position
    returning work.item`.execute(trx);
  if (rows.length === 0) return;
  await sql`delete from work_history where item = any(${rows.map(({ item }) => item)})`.execute(trx);
}
