import { type Database, type Moment, rangeUpTo, readSession } from '@hookline/db';
import { type FoldedRows, foldEvents } from '../fold-events.ts';
import { type Liveness, livenessOf } from '../sessions/liveness.ts';

/** All that is known of a session at a moment. */
export interface SessionState {
  readonly session: string;
  readonly moment: Moment;
  /** How many events it follows from. */
  readonly events: number;
  /** The time of the newest of them; null where there is none. States are told for this moment: a replay says the same. */
  readonly asOf: string | null;
  readonly liveness: Liveness | null;
  readonly rows: FoldedRows;
}

const eventsMax = 1_000_000;

/** Folds what a session was at a moment. */
export async function stateAt(db: Database, session: string, moment: Moment = {}): Promise<SessionState> {
  const events = await readSession(db, session, { ...(await rangeUpTo(db, session, moment)), limit: eventsMax });
  const rows = foldEvents(events);
  const row = rows.sessions[0];
  const asOf = row === undefined ? null : (row.lastEventAt ?? row.startedAt);
  return {
    session,
    moment,
    events: events.length,
    asOf,
    liveness: row === undefined || asOf === null ? null : livenessOf(row, asOf),
    rows,
  };
}
