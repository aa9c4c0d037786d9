import type { Grant } from '@hookline/access';
import { type Database, ownersOf } from '@hookline/db';
import { ApiError, notFound } from '@hookline/http';
import {
  getSession,
  listQuarantine,
  type Quarantined,
  resolveSession,
  type SessionBrief,
  type SessionSummary,
  sessionBriefs,
} from '@hookline/projections';

const candidatesMax = 20;
const foreignMax = 2_000;

/**
 * The session that somebody means: our id, the harness's own id, or the beginning of either (six characters at least).
 * Throws 404 with what to try, or 409 with the sessions that begin like it. A session of a project that the token is
 * not for is not there.
 */
export async function findSession(db: Database, grant: Grant, given: string): Promise<SessionSummary> {
  // Sessions of other projects that begin alike must not take the places of those that the token is for.
  const found = await resolveSession(db, given, grant.project === undefined ? candidatesMax : foreignMax);
  const candidates = await readable(db, grant, found.candidates);
  const session = candidates.length === 1 ? candidates[0] : candidates.find((one) => one === found.session);
  if (session === undefined && candidates.length > 0) {
    throw new ApiError(409, 'ambiguous', `${candidates.length} sessions begin with ${JSON.stringify(given)}`, {
      issues: candidates.slice(0, candidatesMax),
      hint: 'give more characters of the id',
    });
  }
  const row = session === undefined ? undefined : await getSession(db, session, { asOf: new Date().toISOString() });
  if (row === undefined) {
    throw notFound(
      `there is no session ${JSON.stringify(given)}`,
      'GET /v1/sessions (`hookline sessions`) lists them; the beginning of an id is enough from 6 characters on',
    );
  }
  return row;
}

/**
 * Those of these sessions that the token is for. A session belongs to the project of its first event in the log: what
 * somebody publishes into it later changes nothing about who may read it, nor does retention.
 */
export async function readable(db: Database, { project }: Grant, sessions: readonly string[]): Promise<string[]> {
  if (project === undefined || sessions.length === 0) return [...sessions];
  const owners = await ownersOf(db, sessions);
  return sessions.filter((session) => owners.get(session) === project);
}

/** Those of these rows whose session the token is for. */
export async function readableRows<Row extends { readonly session: string }>(
  db: Database,
  grant: Grant,
  rows: readonly Row[],
): Promise<Row[]> {
  const sessions = rows.map(({ session }) => session);
  const visible = new Set(await readable(db, grant, sessions));
  return rows.filter(({ session }) => visible.has(session));
}

/** Those of these sessions that the token is for, as a list of something else shows them, by id. */
export async function briefsFor(
  db: Database,
  grant: Grant,
  sessions: readonly string[],
): Promise<Map<string, SessionBrief>> {
  return await sessionBriefs(db, await readable(db, grant, sessions), { asOf: new Date().toISOString() });
}

/** What is in quarantine of what the token is for. */
export async function quarantineFor(db: Database, grant: Grant): Promise<Quarantined[]> {
  return await readableRows(db, grant, await listQuarantine(db));
}

/** The project to look in: the one asked for, or the only one the token is for. Throws 403 when they differ. */
export function projectFor(grant: Grant, asked: string | undefined): string | undefined {
  if (grant.project === undefined || asked === grant.project) return asked ?? grant.project;
  if (asked === undefined) return grant.project;
  throw new ApiError(403, 'forbidden', `this token is for the project ${grant.project}, not ${asked}`);
}
