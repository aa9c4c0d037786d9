import type { Database } from '@hookline/db';
import { sql } from 'kysely';

/** What one run deleted. */
export interface RetentionRun {
  readonly run: number;
  readonly askedBy: string;
  readonly startedAt: string;
  /** Null while it runs, or when it was cut off: the next run goes on with it. */
  readonly endedAt: string | null;
  /** The policy it was done by, as its file stood. */
  readonly policy: string;
  readonly events: readonly ExpiredEvents[];
  readonly bodies: readonly ExpiredBodies[];
}

interface ExpiredEvents {
  readonly rule: string;
  readonly kind: string;
  readonly project: string;
  readonly events: number;
  readonly bytes: number;
  /** The first and the last position; others between them may be kept. */
  readonly from: number;
  readonly to: number;
}

interface ExpiredBodies {
  readonly rule: string;
  readonly bodies: number;
  readonly bytes: number;
}

/** Runs, the newest first. */
export async function listRuns(db: Database, limit: number): Promise<RetentionRun[]> {
  const rows = await db.kysely.selectFrom('retentionRuns').select('run').orderBy('run', 'desc').limit(limit).execute();
  const runs: RetentionRun[] = [];
  for (const { run } of rows) runs.push((await runOf(db, run))!);
  return runs;
}

export async function runOf(db: Database, run: number): Promise<RetentionRun | undefined> {
  const row = await db.kysely.selectFrom('retentionRuns').selectAll().where('run', '=', run).executeTakeFirst();
  if (row === undefined) return undefined;
  const events = await sql<ExpiredEvents>`
    select rule, kind, project, count(*) as events, sum(bytes)::bigint as bytes, min(position) as "from", max(position) as "to"
    from expired_events where run = ${run} group by rule, kind, project order by count(*) desc`.execute(db.kysely);
  const bodies = await sql<ExpiredBodies>`
    select rule, count(*) as bodies, sum(bytes)::bigint as bytes
    from expired_bodies where run = ${run} and deleted group by rule order by rule`.execute(db.kysely);
  return { ...row, events: events.rows, bodies: bodies.rows };
}

/** When and by which rule something expired. */
export interface Expiry {
  readonly at: string;
  readonly rule: string;
  readonly run: number;
}

/** Why the event of a position is not there; undefined when it did not expire. `project` and `session` are whose it was. */
export async function expiryOfEvent(
  db: Database,
  position: number,
): Promise<(Expiry & { kind: string; project: string; session: string }) | undefined> {
  return await db.kysely
    .selectFrom('expiredEvents')
    .select(['expiredAt as at', 'rule', 'run', 'kind', 'project', 'session'])
    .where('position', '=', position)
    .executeTakeFirst();
}

/** Why a body is not there; undefined when it did not expire. */
export async function expiryOfBody(db: Database, ref: string): Promise<Expiry | undefined> {
  return await db.kysely
    .selectFrom('expiredBodies')
    .select(['expiredAt as at', 'rule', 'run'])
    .where('ref', '=', ref)
    .where('deleted', '=', true)
    .executeTakeFirst();
}
