import type { Database } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { send } from '../steering/commands.ts';
import type { ConflictData } from './sides.ts';
import { tellingOf } from './telling.ts';

const atOnceMax = 50;
/** Whoever is not told by then goes on without: an old conflict is no news. */
const newsMs = 15 * 60_000;

/**
 * Leaves a message for the sessions of each conflict that is new, to be told at their next tool call; each conflict once.
 * Returns how many conflicts that were.
 */
export async function tellConflicts(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const fresh = await trx
      .selectFrom('conflicts')
      .select(['conflict', 'project', 'found'])
      .where('firstAt', '>', sql<string>`now() - make_interval(secs => ${newsMs / 1000})`)
      .where(sql<boolean>`json_array_length(told) = 0`)
      .orderBy('position')
      .limit(atOnceMax)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { conflict, project, found } of fresh) {
      const data = found as ConflictData;
      const told: { session: string; message: string }[] = [];
      for (const { session } of data.sides) {
        if (session === undefined) continue;
        const { message } = await send(trx, {
          id: eventId('conflict-told', conflict, session),
          ...{ session, project, text: tellingOf(data, session), by: 'hookline: a conflict' },
          ...{ expiresInMs: newsMs, at: 'call' },
        });
        told.push({ session, message });
      }
      await sql`update conflicts set told = ${JSON.stringify(told)}::json where conflict = ${conflict}`.execute(trx);
    }
    return fresh.length;
  });
}
