import type { Trx } from '@hookline/db';
import { sql } from 'kysely';
import { removeDocuments } from './save-documents.ts';

/**
 * Forgets what was said in events of a session that expired. In the caller's transaction, after they are noted as
 * expired. What stood around them is found by their words until the session is indexed again.
 */
export async function forgetSaid(trx: Trx, session: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from recall_documents d where session = ${session}
      and exists (select from expired_events e where e.session = ${session} and e.position = d.position)`.execute(trx);
  await removeDocuments(
    trx,
    rows.map(({ id }) => id),
  );
}
