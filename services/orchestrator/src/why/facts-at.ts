import { type Database, readArchive } from '@hookline/db';
import { foldFacts, noFacts, type SessionFacts } from '@hookline/rules';
import { classOf, readEvent } from '@hookline/schemas';

const batchSize = 1_000;
/** Sessions that are longer are told of as they are now. */
const eventsMax = 50_000;

/**
 * What rules knew of a session when the log had come to a position, that event included: folded again from the archive.
 * Undefined where nothing was known.
 */
export async function factsAt(db: Database, session: string, position: number): Promise<SessionFacts | undefined> {
  if (session === '-') return undefined;
  const kept = await db.kysely
    .selectFrom('sessionFacts')
    .select('facts')
    .where('session', '=', session)
    .executeTakeFirst();
  const now = kept?.facts as SessionFacts | undefined;
  let facts: SessionFacts | undefined;
  for (let after = 0, events = 0; events < eventsMax; events += batchSize) {
    const batch = await readArchive(db, { session, after, until: position, limit: batchSize });
    for (const { event: stored } of batch) {
      const event = readEvent(stored);
      if (event !== undefined && classOf(event.kind) !== 'bus') facts = foldFacts(facts ?? noFacts(session), event);
    }
    // Who began a session for what is told by others; it does not change while the session goes on.
    if (batch.length < batchSize) return facts && now ? { ...facts, cause: now.cause } : facts;
    after = batch.at(-1)!.position;
  }
  return now;
}
