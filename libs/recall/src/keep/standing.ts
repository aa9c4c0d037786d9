import type { Database, Trx } from '@hookline/db';
import { type Decision, type Standing, type Story, standingOf } from '@hookline/memory';
import { sql } from 'kysely';

/** What people decided that concerns more than one memory: revocations, other names of projects, teams. */
export async function readStanding(
  trx: Trx | Database['kysely'],
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<Standing> {
  const { rows } = await sql<{ decision: Decision }>`
    select decision from memory_decisions
    where type in ('revoked', 'alias', 'team') and position <= ${upTo} order by position`.execute(trx);
  return standingOf(rows.map(({ decision }) => decision));
}

/** Whether what a session says counts: neither it nor its actor was revoked. */
export async function isCounting(trx: Trx, { session, actor }: Pick<Story, 'session' | 'actor'>): Promise<boolean> {
  const { revokedSessions, revokedActors } = await readStanding(trx);
  return !revokedSessions.has(session) && (actor === undefined || !revokedActors.has(actor));
}
