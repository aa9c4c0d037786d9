import type { Database } from '@hookline/db';
import {
  type Aftermath,
  type FeedbackReport,
  feedbackReport,
  judgeUse,
  type Memory,
  type SessionFigures,
} from '@hookline/memory';
import { sql } from 'kysely';

const sessionsMax = 5_000;
const usesMax = 50_000;

/**
 * Whether memory helps in a project, or in all: sessions for which there was something to tell, those that were told
 * against those that were held out, the newest 5,000; and what became of what was told in them.
 */
export async function readFeedback(
  db: Database,
  { project, since }: { readonly project?: string | undefined; readonly since?: string | undefined },
): Promise<FeedbackReport> {
  const { rows: sessions } = await sql<{ session: string; heldOut: boolean; figures: SessionFigures }>`
    select t.session, bool_and(t.held_out) as "heldOut", s.figures
    from memory_injections t join memory_sessions s using (session)
    where (${project ?? null}::text is null or t.project = ${project ?? null})
      and (${since ?? null}::timestamptz is null or t.at >= ${since ?? null}::timestamptz)
      and s.figures is not null
    group by t.session, s.figures order by max(t.position) desc limit ${sessionsMax}`.execute(db.kysely);
  const { rows: uses } = await sql<UseRow>`
    select t.surface, t.held_out as "heldOut", t.position, t.tokens, t.aftermath,
      m.kind, m.about, m.memory -> 'details' as details
    from memory_injections t left join memories m on left(m.id, 12) = t.short_memory
    where t.session = any(${sessions.map(({ session }) => session)}::text[])
    order by t.position desc limit ${usesMax}`.execute(db.kysely);
  return feedbackReport(
    sessions,
    uses.map(({ surface, heldOut, position, tokens, aftermath, kind, about, details }) => ({
      surface,
      heldOut,
      injection: Number(position),
      tokens,
      outcome: kind === null || about === null ? 'ignored' : judgeUse({ kind, about, details }, aftermath),
    })),
  );
}

interface UseRow {
  readonly surface: string;
  readonly heldOut: boolean;
  readonly position: number | string;
  readonly tokens: number;
  readonly aftermath: Aftermath;
  /** Null where the memory is gone. */
  readonly kind: Memory['kind'] | null;
  readonly about: string | null;
  readonly details: Memory['details'];
}
