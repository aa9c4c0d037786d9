import type { Database } from '@hookline/db';
import type { Fact } from '@hookline/memory';
import type { KnownSubject } from '@hookline/memory/extract';
import { sql } from 'kysely';
import { readFacts } from '../keep/observe-next.ts';

const sessionsMax = 500;
const subjectsMax = 40;

/** A session that may be worth reading, and how far the log has come in it. */
export interface RecentSession {
  readonly session: string;
  readonly lastPosition: number;
}

/** Sessions in which something happened since then, the longest ago first. */
export async function recentSessions(db: Database, since: Date): Promise<RecentSession[]> {
  const { rows } = await sql<RecentSession>`
    select session, last_position from memory_sessions
    where last_at >= ${since} and project is not null
    order by last_at, session limit ${sessionsMax}`.execute(db.kysely);
  return rows.map(({ session, lastPosition }) => ({ session, lastPosition: Number(lastPosition) }));
}

/** What is known of a session, in no order. */
export async function sessionFacts(db: Database, session: string): Promise<Fact[]> {
  return await db.transaction((trx) => readFacts(trx, session));
}

/** Whether the log holds the answer to this question already. */
export async function wasExtracted(db: Database, extraction: string): Promise<boolean> {
  const row = await db.kysely
    .selectFrom('memoryFacts')
    .select('eventId')
    .where('eventId', '=', extraction)
    .executeTakeFirst();
  return row !== undefined;
}

/** Tokens that asking about sessions of a project has taken since then. */
export async function tokensSince(db: Database, project: string, since: Date): Promise<number> {
  const { rows } = await sql<{ tokens: string }>`
    select coalesce(sum((fact->>'tokens')::bigint), 0)::text as tokens from memory_facts
    where fact->>'type' = 'extracted' and fact->>'project' = ${project}
      and fact->>'time' >= ${since.toISOString()}`.execute(db.kysely);
  return Number(rows[0]!.tokens);
}

/** What memories of a project are about, of the kinds a model may propose, the last seen first. */
export async function knownSubjects(db: Database, project: string, kinds: readonly string[]): Promise<KnownSubject[]> {
  return await db.kysely
    .selectFrom('memories')
    .select(['kind', 'about'])
    .where('scope', '=', `project:${project}`)
    .where('kind', 'in', [...kinds, ''])
    .where('status', '<>', 'retired')
    .orderBy('lastSeen', 'desc')
    .orderBy('id')
    .limit(subjectsMax)
    .execute();
}
