import type { Trx } from '@hookline/db';
import { sql } from 'kysely';
import { forgetSaid } from '../find/forget-said.ts';

/**
 * Deletes what was kept of events that expired, and has the session observed again without them: memories that stood on
 * them get weaker, or go. In the caller's transaction, after the events are noted as expired.
 */
export async function forgetMemories(trx: Trx, session: string): Promise<void> {
  await sql`
    delete from memory_facts using expired_events expired
    where memory_facts.session = ${session} and expired.session = ${session}
      and memory_facts.position = expired.position`.execute(trx);
  await sql`
    update memory_sessions
    set waiting_since = case when waiting then waiting_since else now() end, waiting = true, ended = true
    where session = ${session}`.execute(trx);
  await forgetSaid(trx, session);
}
