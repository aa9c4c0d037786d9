import type { Grant } from '@hookline/access';
import type { Database } from '@hookline/db';
import { ApiError, notFound } from '@hookline/http';
import { getSession, resolveSession, type SessionSummary } from '@hookline/projections';

/**
 * The session that somebody means: our id, the harness's own id, or the beginning of either (six characters at least).
 * Throws 404 with what to try, or 409 with the sessions that begin like it. A session of a project that the token is
 * not for is not there.
 */
export async function findSession(db: Database, grant: Grant, given: string): Promise<SessionSummary> {
  const { session, candidates } = await resolveSession(db, given);
  if (session === undefined && candidates.length > 0) {
    throw new ApiError(409, 'ambiguous', `${candidates.length} sessions begin with ${JSON.stringify(given)}`, {
      issues: candidates,
      hint: 'give more characters of the id',
    });
  }
  const row = session === undefined ? undefined : await getSession(db, session, { asOf: new Date().toISOString() });
  if (row === undefined || (grant.project !== undefined && row.project !== grant.project)) {
    throw notFound(
      `there is no session ${JSON.stringify(given)}`,
      'GET /v1/sessions (`hookline sessions`) lists them; the beginning of an id is enough from 6 characters on',
    );
  }
  return row;
}

/** The project to look in: the one asked for, or the only one the token is for. Throws 403 when they differ. */
export function projectFor(grant: Grant, asked: string | undefined): string | undefined {
  if (grant.project === undefined || asked === grant.project) return asked ?? grant.project;
  if (asked === undefined) return grant.project;
  throw new ApiError(403, 'forbidden', `this token is for the project ${grant.project}, not ${asked}`);
}
