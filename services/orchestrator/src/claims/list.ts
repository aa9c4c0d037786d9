import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type { ClaimRow } from './claim.ts';
import { covers } from './overlap.ts';
import { normalResource } from './resource.ts';

export interface ClaimQuery {
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  /** Only what this path is held with. */
  readonly path?: string | undefined;
  readonly state: 'held' | 'all';
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly cursor?: string | undefined;
}

/**
 * Holds, the newest first, one more than `limit` where there are more. What is held longer than its time is not held,
 * whether or not anybody has ended it yet. Throws `ResourceError` for a path that is none.
 */
export async function listClaims({ kysely }: Database, query: ClaimQuery): Promise<ClaimRow[]> {
  const path = query.path === undefined ? undefined : normalResource('path', query.path);
  const found: ClaimRow[] = [];
  let cursor = query.cursor;
  for (;;) {
    let page = kysely.selectFrom('claims').selectAll().orderBy('takenAt', 'desc').orderBy('claim', 'desc');
    if (query.project !== undefined) page = page.where('project', '=', query.project);
    if (query.session !== undefined) page = page.where('session', '=', query.session);
    if (query.state === 'held') page = page.where('state', '=', 'held').where('expiresAt', '>', sql<string>`now()`);
    if (cursor !== undefined)
      page = page.where(sql<boolean>`(taken_at, claim) < (select taken_at, claim from claims where claim = ${cursor})`);
    const rows = await page.limit(query.limit + 1).execute();
    found.push(...rows.filter((row) => path === undefined || covers(row, path)));
    cursor = rows.at(-1)?.claim;
    if (rows.length <= query.limit || found.length > query.limit) return found.slice(0, query.limit + 1);
  }
}
