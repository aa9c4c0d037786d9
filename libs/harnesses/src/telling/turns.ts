import type { DataOf } from '@hookline/schemas';
import { stripEcho } from '../words/echo.ts';
import { type Place, rank } from '../words/place.ts';
import type { FactTeller } from './calls.ts';

/** A turn of the main agent. */
export interface TurnFacts {
  /** Its id among the identities of its ends: the harness's own where it has one. */
  readonly key: string;
  /** The id of the prompt that opened it; absent when no prompt did. */
  readonly turn?: string | undefined;
}

type Said<K extends 'turn.ended' | 'turn.failed' | 'turn.interrupted'> = {
  [Key in keyof DataOf<K>]: DataOf<K>[Key] | undefined;
};

/**
 * Tells that the agent stopped, with its last words but for ours where it repeated them. `n` counts the ends of a turn, where
 * a hook may send the agent back to work.
 */
export function tellTurnEnded(
  teller: FactTeller,
  turn: TurnFacts & { readonly n?: number },
  place: Place,
  data: Said<'turn.ended'>,
): void {
  const text = typeof data.text === 'string' ? stripEcho(data.text) : data.text;
  teller.tell({ ...aboutOf(teller, 'turn.ended', turn, place), kind: 'turn.ended', data: { ...data, text } });
}

export function tellTurnFailed(teller: FactTeller, turn: TurnFacts, place: Place, data: Said<'turn.failed'>): void {
  teller.tell({ ...aboutOf(teller, 'turn.failed', turn, place), kind: 'turn.failed', data });
}

export function tellTurnInterrupted(
  teller: FactTeller,
  turn: TurnFacts,
  place: Place,
  data: Said<'turn.interrupted'>,
): void {
  teller.tell({ ...aboutOf(teller, 'turn.interrupted', turn, place), kind: 'turn.interrupted', data });
}

function aboutOf(
  teller: FactTeller,
  kind: string,
  { key, turn, n }: TurnFacts & { readonly n?: number | undefined },
  place: Place,
) {
  return {
    identity: [teller.session, kind, key, ...(n === undefined ? [] : [n])],
    timeMs: place.timeMs,
    sequence: place.at(rank.turnEnd, `${key}${n ?? ''}`),
    turn,
  };
}
