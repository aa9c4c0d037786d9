import type { Database } from '@hookline/db';
import { projectNamed, type Standing, teamsOf, type Whereabouts } from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';

/** Where somebody asks. */
export interface RecallPlace extends Whereabouts {
  /** Sessions and people whose words were revoked: what they said is not told. */
  readonly revoked?: Pick<Standing, 'revokedSessions' | 'revokedActors'>;
}

/** What somebody says of where they are. */
export interface PlaceAsked {
  readonly tenant: string;
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly actor?: string | undefined;
}

/**
 * The place with what follows from it: the project's own name and its teams. A session of another project than the one
 * that is asked for counts as not said; without a project, it is that of the session.
 */
export async function placeOf(db: Database, { tenant, project, session, actor }: PlaceAsked): Promise<RecallPlace> {
  const [standing, found] = await Promise.all([
    readStanding(db.kysely),
    session === undefined ? undefined : projectOfSession(db, session),
  ]);
  const named = (name: string | undefined) => (name === undefined ? undefined : projectNamed(name, standing));
  const own = named(project) ?? named(found);
  return {
    tenant,
    ...(own !== undefined && { project: own }),
    ...(session !== undefined && found !== undefined && named(found) === own && { session }),
    ...(actor !== undefined && { actor }),
    teams: own === undefined ? [] : teamsOf(own, standing),
    revoked: standing,
  };
}

async function projectOfSession(db: Database, session: string): Promise<string | undefined> {
  const { rows } = await sql<{ project: string | null }>`
    select project from memory_sessions where session = ${session}`.execute(db.kysely);
  return rows[0]?.project ?? undefined;
}
