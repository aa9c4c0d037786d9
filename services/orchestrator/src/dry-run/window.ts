import type { Database } from '@hookline/db';
import type { Rule } from '@hookline/rules';
import { sql } from 'kysely';

/** Which part of history is asked about. */
export interface Window {
  readonly since?: Date | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly session?: string | undefined;
  /** The only project whose events count: as if there were no others. */
  readonly project?: string | undefined;
}

/**
 * After which position to begin reading, so that at the window's beginning rules know what they would know: the first
 * event of every session that goes on in it, and what lay inside their longest time before it.
 */
export async function readFromAfter(db: Database, window: Window, rules: readonly Rule[]): Promise<number> {
  const { since, from, session, project } = window;
  if (since === undefined && from === undefined) return 0;
  const warmMs = Math.max(...rules.map(longestMs));
  const inside = sql.join(
    [
      sql`true`,
      ...(since === undefined ? [] : [sql`time >= ${since.toISOString()}`]),
      ...(from === undefined ? [] : [sql`position >= ${from}`]),
      ...(session === undefined ? [] : [sql`session = ${session}`]),
      ...(project === undefined ? [] : [sql`project = ${project}`]),
    ],
    sql` and `,
  );
  const { rows } = await sql<{ first: number | null }>`
    with inside as (select position, session, time from events where ${inside}),
      begun as (select min(time) as at from inside)
    select least(
      (select min(position) from inside),
      (select min(position) from events where session in (select session from inside where session <> '-')),
      (select min(position) from events, begun
        where time >= begun.at - make_interval(secs => ${warmMs / 1_000}) and time <= begun.at)
    ) as first`.execute(db.kysely);
  return Math.max(0, Number(rows[0]?.first ?? 1) - 1);
}

const hourMs = 3_600_000;

/** How far back a rule may look, with room for what is late. */
function longestMs({ plan }: Rule): number {
  const { pattern, latenessMs, settle, limits } = plan;
  const within = 'withinMs' in pattern ? pattern.withinMs : 0;
  const gathered = settle === undefined ? 0 : settle.type === 'debounce' ? settle.mostMs : settle.waitMs;
  return within + latenessMs + gathered + Math.max(limits.cooldownMs ?? 0, limits.throttle?.perMs ?? 0) + hourMs;
}
