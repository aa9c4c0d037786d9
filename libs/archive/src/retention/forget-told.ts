import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/**
 * Deletes what orchestration said because of events that expired: messages into the session, questions about it that are
 * answered, webhooks that are over. What still waits stays until it ends.
 */
export async function forgetTold(trx: Trx, session: string): Promise<void> {
  await sql`
    delete from steer_messages told using expired_events expired
    where told.session = ${session} and told.state <> 'waiting'
      and expired.session = ${session} and expired.position = told.position`.execute(trx);
  await sql`
    delete from approvals asked using expired_events expired
    where asked.session = ${session} and asked.state <> 'waiting'
      and expired.session = ${session} and expired.position = asked.position`.execute(trx);
  await sql`
    delete from webhook_deliveries sent using firings fired, expired_events expired
    where sent.session = ${session} and sent.state <> 'due' and fired.firing = sent.firing
      and expired.session = ${session} and expired.position = fired.position`.execute(trx);
}
