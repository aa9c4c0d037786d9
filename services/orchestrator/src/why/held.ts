import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { orNull } from './shown-firing.ts';

/** What would have been a firing, and what kept it from being one. */
export interface ShownHeld {
  readonly number: number;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly events: readonly string[];
  readonly position: number;
  readonly time: string;
  readonly session: string | null;
  readonly by: string;
  readonly reason: string;
}

export interface HeldFilter {
  readonly project?: string | undefined;
  readonly rule?: string | undefined;
  readonly by?: string | undefined;
  /** Of an event with this id. */
  readonly event?: string | undefined;
  readonly limit: number;
  readonly cursor?: number | undefined;
}

/** A page of them, the newest first. */
export async function readHeld(
  db: Database,
  { project, rule, by, event, limit, cursor }: HeldFilter,
): Promise<{ held: ShownHeld[]; next: string | null }> {
  let query = db.kysely
    .selectFrom('ruleHolds')
    .leftJoin('events', 'events.position', 'ruleHolds.position')
    .select(['ruleHolds.number', 'ruleHolds.rule', 'ruleHolds.version', 'ruleHolds.key', 'ruleHolds.events'])
    .select(['ruleHolds.position', 'ruleHolds.clockMs', 'ruleHolds.by', 'ruleHolds.reason', 'events.session'])
    .orderBy('ruleHolds.number', 'desc');
  if (project !== undefined) query = query.where('events.project', '=', project);
  if (rule !== undefined) query = query.where('ruleHolds.rule', '=', rule);
  if (by !== undefined) query = query.where('ruleHolds.by', '=', by);
  if (event !== undefined) query = query.where(sql<boolean>`rule_holds.events @> ${JSON.stringify([event])}::jsonb`);
  if (cursor !== undefined) query = query.where('ruleHolds.number', '<', cursor);
  const rows = await query.limit(limit + 1).execute();
  const held = rows.slice(0, limit).map(({ clockMs, session, ...row }) => ({
    ...row,
    time: new Date(clockMs).toISOString(),
    session: orNull(session ?? '-'),
  }));
  return { held, next: rows.length > limit ? String(held.at(-1)!.number) : null };
}
