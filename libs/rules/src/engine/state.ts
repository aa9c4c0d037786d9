import type { Candidate, Match } from './types.ts';

/** What a rule keeps for one key. JSON: it is kept in the database between events. */
export interface KeyState {
  /** Matches that wait until nobody earlier can come any more, in the order of their time. */
  readonly buffer: readonly Match[];
  /** count: what stands in the window. */
  readonly window: readonly Match[];
  /** sequence: beginnings, each with the steps it has; absence: what was opened. */
  readonly open: readonly (readonly Match[])[];
  /** debounce and batch: what gathers, since when, by the clock. */
  readonly gathering: readonly Match[];
  readonly gatheringSinceMs: number;
  readonly gatheringLastMs: number;
  /** Firings whose work has not ended: how much of it is left, and when they fired. */
  readonly running: readonly { readonly firing: string; readonly left: number; readonly atMs: number }[];
  /** mode queue: what waits for them. */
  readonly queue: readonly Candidate[];
  /** When this key fired, the newest last: cooldown and throttle. */
  readonly firedMs: readonly number[];
  /** schedule: up to when it was looked at. */
  readonly scheduledMs: number;
}

export const emptyState: KeyState = {
  buffer: [],
  window: [],
  open: [],
  gathering: [],
  gatheringSinceMs: 0,
  gatheringLastMs: 0,
  running: [],
  queue: [],
  firedMs: [],
  scheduledMs: 0,
};

/** What is counted of a rule over all its keys and versions, or of all rules together. JSON. */
export interface Totals {
  /** UTC day the two figures are of: `2026-01-31`. */
  readonly day: string;
  readonly firings: number;
  readonly costUsd: number;
  readonly failuresInRow: number;
  /** When it fired in the last minute, for what runs away. */
  readonly lastMinuteMs: readonly number[];
  readonly paused: boolean;
}

export const emptyTotals: Totals = {
  day: '',
  firings: 0,
  costUsd: 0,
  failuresInRow: 0,
  lastMinuteMs: [],
  paused: false,
};

/** Whether there is nothing in it that any later event could need. */
export function isSpent(state: KeyState, nowMs: number, keepFiredMs: number): boolean {
  return (
    state.buffer.length === 0 &&
    state.window.length === 0 &&
    state.open.length === 0 &&
    state.gathering.length === 0 &&
    state.running.length === 0 &&
    state.queue.length === 0 &&
    state.scheduledMs === 0 &&
    state.firedMs.every((ms) => ms < nowMs - keepFiredMs)
  );
}
