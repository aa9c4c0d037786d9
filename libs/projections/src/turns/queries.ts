import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { listInSession } from '../list-in-session.ts';
import type { Page } from '../read-models.ts';
import type { TurnRow } from './turns.ts';

/** A turn with its number in the session (from 1) and what its calls came to. */
export interface TurnSummary extends TurnRow {
  readonly number: number;
  readonly calls: number;
  /** Failed and denied calls. */
  readonly failures: number;
  readonly durationMs: number | null;
}

/** The turns of a session in its order. */
export async function listTurns(db: Database, session: string, page: Page = {}): Promise<TurnSummary[]> {
  const turns = await listInSession(db, 'read.turns', session, page);
  if (turns.length === 0) return [];
  const { rows } = await sql<{ turn: string; calls: number; failures: number }>`
    select turn, count(*) as calls, count(*) filter (where outcome in ('failed', 'denied')) as failures
    from read.calls where session = ${session} and turn is not null group by turn`.execute(db.kysely);
  const counts = new Map(rows.map((row) => [row.turn, row]));
  const first = await numberOf(db, turns[0]!);
  return turns.map((turn, index) => ({
    ...turn,
    number: first + index,
    calls: counts.get(turn.turn)?.calls ?? 0,
    failures: counts.get(turn.turn)?.failures ?? 0,
    durationMs: turn.endedAt === null ? null : Math.max(0, Date.parse(turn.endedAt) - Date.parse(turn.startedAt)),
  }));
}

async function numberOf(db: Database, { session, orderKey }: TurnRow): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select count(*) as number from read.turns where session = ${session} and order_key <= ${orderKey} collate "C"
  `.execute(db.kysely);
  return rows[0]!.number;
}
