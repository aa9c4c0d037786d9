import type { Trx } from '@hookline/db';
import type { Memory, SaidText } from '@hookline/memory';
import { sql } from 'kysely';
import { documentOf, documentsOfSaid } from './document.ts';
import { removeDocuments, saveDocuments } from './save-documents.ts';

/** Makes memories findable as they are now, and those that are no more unfindable. Costs nothing for unchanged ones. */
export async function indexMemories(
  trx: Trx,
  changes: readonly { readonly id: string; readonly memory: Memory | undefined }[],
): Promise<void> {
  const latest = new Map(changes.map(({ id, memory }) => [id, memory]));
  const gone = [...latest].flatMap(([id, memory]) => (memory === undefined ? [id] : []));
  await removeDocuments(trx, gone);
  await saveDocuments(
    trx,
    [...latest.values()].flatMap((memory) => (memory === undefined ? [] : [documentOf(memory)])),
  );
}

/** Makes what was said in a session findable: all of it, in its order. Of nothing the session is forgotten. */
export async function indexSaid(trx: Trx, session: string, said: readonly SaidText[]): Promise<void> {
  const documents = documentsOfSaid(session, said);
  const told = new Set(documents.map(({ id }) => id));
  const { rows } = await sql<{ id: string }>`select id from recall_documents where session = ${session}`.execute(trx);
  await removeDocuments(
    trx,
    rows.flatMap(({ id }) => (told.has(id) ? [] : [id])),
  );
  await saveDocuments(trx, documents);
}
