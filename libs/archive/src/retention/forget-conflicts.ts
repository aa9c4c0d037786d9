import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/**
 * Deletes what conflicts keep of a session of which events expired: what it wrote and was asked, once it is not at work
 * any more, and the conflicts that stand on events which are gone.
 */
export async function forgetConflicts(trx: Trx, session: string): Promise<void> {
  const over = sql<boolean>`last_at < now() - interval '1 hour'`;
  await trx.deleteFrom('conflictWrites').where('session', '=', session).where(over).execute();
  await trx.deleteFrom('conflictSessions').where('session', '=', session).where(over).execute();
  await sql`
    delete from conflicts found using expired_events expired
    where found.sessions @> array[${session}::text] and expired.session = ${session}
      and (expired.position = found.position
        or expired.position = (found.found->'sides'->0->>'position')::bigint
        or expired.position = (found.found->'sides'->1->>'position')::bigint)`.execute(trx);
}
