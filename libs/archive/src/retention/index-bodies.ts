import { archivist, type Database, readCheckpoint, selectUnnested } from '@hookline/db';
import type { BodyStore } from '@hookline/log';
import { sql } from 'kysely';

const window = 5_000;
const reference = /"body":"(sha256:[0-9a-f]{64})"(?:,"bytes":(\d{1,15}))?/g;

/**
 * Notes which archived events refer to which bodies, from where the last time ended to where the archive goes. A body
 * that expired and is held again, with a new event that refers to it, no longer counts as expired.
 */
export async function indexBodies(db: Database, bodies: BodyStore, signal: AbortSignal): Promise<void> {
  const archived = (await readCheckpoint(db, archivist))?.position ?? 0;
  for (;;) {
    signal.throwIfAborted();
    const { indexedUntil } = await db.kysely.selectFrom('bodyIndex').select('indexedUntil').executeTakeFirstOrThrow();
    if (indexedUntil >= archived) return;
    const until = Math.min(indexedUntil + window, archived);
    const { rows } = await sql<{ position: number; text: string }>`
      select position, event::text as text from events
      where position > ${indexedUntil} and position <= ${until} and strpos(event::text, '"body":"sha256:') > 0
    `.execute(db.kysely);
    const found = rows.flatMap(({ position, text }) =>
      Array.from(text.matchAll(reference), ([, ref, bytes = '0']) => ({ ref: ref!, position, bytes })),
    );
    const back: string[] = [];
    for (const ref of await expiredAmong(db, [...new Set(found.map(({ ref }) => ref))])) {
      if ((await bodies.get(ref)) !== undefined) back.push(ref);
    }
    await db.transaction(async (trx) => {
      if (found.length > 0) {
        await sql`
          insert into body_references (ref, position, bytes) ${selectUnnested([
            { name: 'ref', type: 'text', values: found.map(({ ref }) => ref) },
            { name: 'position', type: 'bigint', values: found.map(({ position }) => String(position)) },
            { name: 'bytes', type: 'bigint', values: found.map(({ bytes }) => bytes) },
          ])} on conflict do nothing`.execute(trx);
      }
      if (back.length > 0) await trx.deleteFrom('expiredBodies').where('ref', 'in', back).execute();
      await trx
        .updateTable('bodyIndex')
        .set({ indexedUntil: until })
        .where('indexedUntil', '=', indexedUntil)
        .execute();
    });
  }
}

async function expiredAmong(db: Database, refs: readonly string[]): Promise<string[]> {
  if (refs.length === 0) return [];
  const rows = await db.kysely.selectFrom('expiredBodies').select('ref').where('ref', 'in', refs).execute();
  return rows.map(({ ref }) => ref);
}
