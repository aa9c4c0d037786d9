import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type {
  AgentOutline,
  AskOutline,
  CallOutline,
  FileOutline,
  MessageOutline,
  PlanOutline,
  TurnOutline,
  UsageOutline,
} from './outline.ts';
import { entryReaders } from './read-entries.ts';
import { type EventPlace, Places, readNews, readPlaces } from './read-places.ts';

/** What an outline is packed from. */
export interface OutlineRows {
  readonly last: number;
  readonly whole: boolean;
  readonly first: number;
  readonly events: readonly EventPlace[];
  readonly asks: readonly AskOutline[];
  readonly turns: readonly TurnOutline[];
  readonly calls: readonly CallOutline[];
  readonly messages: readonly MessageOutline[];
  readonly files: readonly FileOutline[];
  readonly agents: readonly AgentOutline[];
  readonly plans: readonly PlanOutline[];
  readonly usage: readonly UsageOutline[];
}

/**
 * Reads a session's outline: all of it, or with `after` what came behind that position. The latter is all of it too
 * where something came late, and belongs between what was there.
 */
export async function readOutline(db: Database, session: string, after: number | undefined): Promise<OutlineRows> {
  const news = after === undefined ? undefined : await readNews(db, session, after);
  const events = news?.events ?? (await readPlaces(db, session));
  const first = news?.first ?? 0;
  const places = new Places(events, first, news === undefined);
  const read = entryReaders(db, session, places, news?.touched);
  const [asks, turns, calls, messages, files, agents, plans, usage] = await Promise.all([
    readAsks(db, events, places),
    read.turns(),
    read.calls(),
    read.messages(),
    read.files(),
    read.agents(),
    read.plans(),
    read.usage(),
  ]);
  const last = events.reduce((most, { position }) => Math.max(most, position), after ?? 0);
  return { last, whole: news === undefined, first, events, asks, turns, calls, messages, files, agents, plans, usage };
}

const asking = new Set(['permission.asked', 'permission.decided', 'elicitation.asked', 'elicitation.answered']);

async function readAsks(db: Database, events: readonly EventPlace[], places: Places): Promise<AskOutline[]> {
  const positions = events.flatMap(({ kind, position }) => (asking.has(kind) ? [position] : []));
  if (positions.length === 0) return [];
  // `->` leaves texts as they were written; `->>` refuses those that PostgreSQL cannot hold.
  const { rows } = await sql<{ position: number; kind: string; tool: unknown; server: unknown; decision: unknown }>`
    select position, kind, event->'data'->'tool' as tool, event->'data'->'server' as server,
      event->'data'->'decision' as decision
    from events where position = any(${positions}) order by order_key, position
  `.execute(db.kysely);
  return rows.flatMap(({ position, kind, tool, server, decision }) => {
    const event = places.of(position);
    const answered = kind === 'elicitation.answered' || decision === 'allow' || decision === 'deny';
    if (event === undefined || (kind === 'permission.decided' && !answered)) return [];
    return [{ event, about: kind.startsWith('elicitation') ? `mcp ${server}` : String(tool), answered }];
  });
}
