import type { Database, Tables } from '@hookline/db';
import { type Selectable, sql } from 'kysely';

export type FiringRow = Selectable<Tables['firings']>;

/** Which firings: the newest first, those after `cursor`. */
export interface FiringFilter {
  /** The one project whose firings may be seen. */
  readonly project?: string | undefined;
  readonly rule?: string | undefined;
  /** With an event of this session among what was matched. */
  readonly session?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of firings; `next` is where the following one begins. */
export async function readFirings(
  db: Database,
  { project, rule, session, limit, cursor }: FiringFilter,
): Promise<{ rows: FiringRow[]; next: string | null }> {
  let query = db.kysely.selectFrom('firings').selectAll().orderBy('position', 'desc').orderBy('firing', 'desc');
  if (project !== undefined) query = query.where('project', '=', project);
  if (rule !== undefined) query = query.where('rule', '=', rule);
  if (session !== undefined) {
    const among = JSON.stringify([{ session }]);
    query = query.where(({ or, eb }) => or([eb('session', '=', session), sql<boolean>`matches @> ${among}::jsonb`]));
  }
  if (cursor !== undefined) {
    query = query.where(
      sql<boolean>`(position, firing) < (select position, firing from firings where firing = ${cursor})`,
    );
  }
  const rows = await query.limit(limit + 1).execute();
  return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1]!.firing : null };
}

/** One firing, where it may be seen. */
export async function readFiring(db: Database, firing: string, project?: string): Promise<FiringRow | undefined> {
  let query = db.kysely.selectFrom('firings').selectAll().where('firing', '=', firing);
  if (project !== undefined) query = query.where('project', '=', project);
  return await query.executeTakeFirst();
}

/** Firings that an event brought about by this one is part of. */
export async function firingsAfter(db: Database, firing: string, project?: string): Promise<FiringRow[]> {
  const among = JSON.stringify([{ of: firing }]);
  let query = db.kysely
    .selectFrom('firings')
    .selectAll()
    .where(sql<boolean>`matches @> ${among}::jsonb`)
    .orderBy('position')
    .limit(50);
  if (project !== undefined) query = query.where('project', '=', project);
  return await query.execute();
}
