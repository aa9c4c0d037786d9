import type { SessionRow } from './session-row.ts';

/**
 * What a session is doing: a turn runs, a person is waited for, nothing to do, over, or it fell silent without an end.
 */
export type Liveness = 'running' | 'waiting' | 'idle' | 'ended' | 'lost';

/** What a person was asked and has not answered. */
export interface Waiting {
  readonly tool: string;
  readonly since: string;
  readonly call?: string;
}

/** A turn that is silent for longer is not running any more. */
export const silentTurnMs = 15 * 60_000;
/** A session that is silent for longer without an end is lost. */
export const silentSessionMs = 12 * 60 * 60_000;

/** The state of a session at a moment: it follows from the row and the clock, nothing is written because time passes. */
export function livenessOf(row: SessionRow, asOf: string): Liveness {
  if (row.endedAt !== null) return 'ended';
  const silentMs = Date.parse(asOf) - Date.parse(row.lastEventAt ?? row.startedAt);
  if (silentMs > silentSessionMs) return 'lost';
  if (waitingFor(row) !== undefined) return 'waiting';
  return row.openTurn !== null && silentMs <= silentTurnMs ? 'running' : 'idle';
}

/** The newest open question to a person, if there is one. */
export function waitingFor(row: SessionRow): Waiting | undefined {
  const closed = row.marks.asksClosed ?? '';
  let newest: { asked: string; waiting: Waiting } | undefined;
  for (const [subject, ask] of Object.entries(row.asks)) {
    const { asked, at, answered, call } = ask;
    if (asked === undefined || at === undefined || asked < closed || (answered !== undefined && answered > asked))
      continue;
    if (newest !== undefined && newest.asked > asked) continue;
    newest = {
      asked,
      waiting: { tool: subject.slice('ask:'.length), since: at, ...(call === undefined ? {} : { call }) },
    };
  }
  return newest?.waiting;
}
