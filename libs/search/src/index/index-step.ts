import { archivist, type Database, lockCheckpoint, readCheckpoint, type Trx } from '@hookline/db';
import { sql } from 'kysely';
import { indexVersion } from '../document/weights.ts';
import { lockSession } from './forget.ts';
import { indexSession } from './index-session.ts';

/** The name under which the checkpoints have how far the index is. */
export const indexer = 'search';

/**
 * Notes which sessions the index has to be made of again: those of events archived since the last note, and all of them
 * when the read models changed hands or this build indexes differently. False while there are no read models to index.
 */
export async function noteChanges(db: Database): Promise<boolean> {
  return await db.transaction(async (trx) => {
    const archived = await readCheckpoint(trx, archivist);
    if (archived === undefined) return false;
    const made = await madeOf(trx);
    if (made === undefined) return false;
    const { position, lastId } = await lockCheckpoint(trx, indexer, archived.logIdentity);
    await noteOutOfQuarantine(trx);
    const anew = lastId !== made || position > archived.position;
    if (!anew && position === archived.position) return true;
    if (anew) await noteAll(trx);
    else await noteSince(trx, position, archived.position);
    await trx
      .updateTable('checkpoints')
      .set({ position: archived.position, lastId: made, logIdentity: archived.logIdentity, updatedAt: sql`now()` })
      .where('name', '=', indexer)
      .execute();
    return true;
  });
}

const indexed = ['sessions', 'turns', 'calls', 'messages', 'files', 'agents', 'plans'];

/** What the index is made of and how, in words: the live read models and the version of the index. */
async function madeOf(trx: Trx): Promise<string | undefined> {
  const { rows } = await sql<{ relation: string }>`
    select relation from projections where state = 'live' and name = any(${indexed}::text[]) order by relation
  `.execute(trx);
  if (rows.length < indexed.length) return undefined;
  return `${indexVersion}: ${rows.map(({ relation }) => relation).join(' ')}`;
}

async function noteSince(trx: Trx, after: number, until: number): Promise<void> {
  await sql`
    insert into search_waiting (session)
    select distinct session from events where position > ${after} and position <= ${until} and session <> '-'
    on conflict (session) do nothing`.execute(trx);
}

/** Also sessions that only the index knows: they leave it when their turn comes. */
async function noteAll(trx: Trx): Promise<void> {
  await sql`
    insert into search_waiting (session) select session from read.sessions union select session from search_sessions
    on conflict (session) do nothing`.execute(trx);
}

/** A session that left the quarantine was folded again without any new event. */
async function noteOutOfQuarantine(trx: Trx): Promise<void> {
  await sql`
    insert into search_waiting (session)
    select session from search_sessions s where quarantined and not exists (
      select 1 from quarantine q join projections p using (relation) where q.session = s.session and p.state = 'live')
    on conflict (session) do nothing`.execute(trx);
}

/** Makes the index of the session that waits longest. Undefined when none waits. */
export async function indexNext(db: Database): Promise<string | undefined> {
  return await db.transaction(async (trx) => {
    const { rows } = await sql<{ session: string }>`
      select session from search_waiting order by since, session limit 1`.execute(trx);
    const session = rows[0]?.session;
    if (session === undefined) return undefined;
    await lockSession(trx, session);
    await sql`delete from search_waiting where session = ${session}`.execute(trx);
    await indexSession(trx, session);
    return session;
  });
}

/** How many sessions wait to be indexed. */
export async function waitingToBeIndexed(db: Database): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from search_waiting`.execute(db.kysely);
  return rows[0]!.waiting;
}

/** Has the whole index made again; it answers from what it has meanwhile. */
export async function indexAnew(db: Database): Promise<void> {
  await db.transaction(noteAll);
}
