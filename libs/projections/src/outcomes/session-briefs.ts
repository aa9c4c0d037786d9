import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { type Liveness, livenessOf } from '../sessions/liveness.ts';
import type { SessionRow } from '../sessions/session-row.ts';

/** As much of a session as a list of something else shows of it. */
export interface SessionBrief
  extends Pick<
    SessionRow,
    'session' | 'title' | 'harness' | 'actor' | 'project' | 'projectName' | 'model' | 'startedAt' | 'lastEventAt'
  > {
  readonly state: Liveness;
  /** Null when nobody knows any of it. */
  readonly costUsd: number | null;
}

/** The sessions of these ids, by id; unknown ones are left out. */
export async function sessionBriefs(
  db: Database,
  sessions: readonly string[],
  { asOf }: { readonly asOf: string },
): Promise<Map<string, SessionBrief>> {
  if (sessions.length === 0) return new Map();
  const { rows } = await sql<SessionRow & { costUsd: number | null }>`
    select s.*, c.cost_usd
    from read.sessions s left join lateral (
      select cost_usd from read.session_costs c where c.session = s.session offset 0
    ) c on true
    where s.session = any(${[...new Set(sessions)]}::text[])`.execute(db.kysely);
  return new Map(
    rows.map((row) => {
      const { session, title, harness, actor, project, projectName, model, startedAt, lastEventAt, costUsd } = row;
      const brief = { session, title, harness, actor, project, projectName, model, startedAt, lastEventAt, costUsd };
      return [session, { ...brief, state: livenessOf(row, asOf) }];
    }),
  );
}
