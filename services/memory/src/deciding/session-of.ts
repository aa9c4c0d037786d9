import type { Grant } from '@hookline/access';
import { type Database, toldOfSessions } from '@hookline/db';
import { ApiError } from '@hookline/http';
import { sql } from 'kysely';

/**
 * Throws a 403 where a token of one project would write into a session that is not of that project, also one that is
 * nobody's: the first event that names a project says for good whose session it is. One that nobody told anything of may
 * be named.
 */
export async function mustWriteInto(db: Database, { project }: Grant, session: string | undefined): Promise<void> {
  if (project === undefined || session === undefined || session === '-') return;
  const { rows } = await sql<{ project: string }>`
    select project from ${toldOfSessions} told where session = ${session}
    order by project = '-', position limit 1`.execute(db.kysely);
  const owner = rows[0]?.project ?? project;
  if (owner !== project) {
    throw new ApiError(403, 'forbidden', `there is no session ${session} of ${project}, which this token is for`);
  }
}

/** Whose a session is, as memories know it; undefined for one that they know nothing of. */
export async function sessionOf(
  db: Database,
  session: string,
): Promise<{ project: string | null; actor: string | null } | undefined> {
  return await db.kysely
    .selectFrom('memorySessions')
    .select(['project', 'actor'])
    .where('session', '=', session)
    .executeTakeFirst();
}
