import type { AgentBrief, Brief, Outline, TurnBrief } from '../../../api/outline-columns.ts';
import { type Doing, doingOf } from './doing.ts';
import { type Mark, marksOf } from './marks.ts';
import { isFailed } from './standing.ts';
import { type Sums, sumsOf } from './sums.ts';

/** A turn with its place among the turns, from 1. */
export interface Turn extends TurnBrief {
  readonly number: number;
}

/**
 * The course of a session made ready for any moment of it. A moment is the number of an event: what begins at it or
 * before has happened. Everything here is computed once, so that to look at a moment costs a search and no more.
 */
export interface Course {
  readonly session: string;
  readonly last: number;
  /** How many events there are. */
  readonly length: number;
  readonly positions: readonly number[];
  /** Unix milliseconds; never less than the one before, also where a clock was set back. */
  readonly atMs: Float64Array;
  readonly kinds: readonly string[];
  readonly entries: readonly Brief[];
  readonly turns: readonly Turn[];
  readonly agents: readonly AgentBrief[];
  readonly marks: readonly Mark[];
  /** Events at which something failed, was denied or interrupted, in order. */
  readonly failures: Int32Array;
  readonly sums: Sums;
  /** What the session was doing after each event. */
  readonly doing: readonly Doing[];
}

export function courseOf(outline: Outline): Course {
  const { session, last, positions, kinds, entries } = outline;
  const turns = entries.filter((entry) => entry.type === 'turn').map((turn, index) => ({ ...turn, number: index + 1 }));
  return {
    session,
    last,
    length: positions.length,
    positions,
    atMs: climbing(outline.atMs),
    kinds,
    entries,
    turns,
    agents: entries.filter((entry) => entry.type === 'agent'),
    marks: marksOf(outline),
    failures: failuresOf(outline),
    sums: sumsOf(outline),
    doing: doingOf(outline),
  };
}

function climbing(times: readonly number[]): Float64Array {
  const result = new Float64Array(times.length);
  let most = Number.NEGATIVE_INFINITY;
  times.forEach((time, index) => {
    most = Math.max(most, time);
    result[index] = most;
  });
  return result;
}

function failuresOf({ entries, kinds }: Outline): Int32Array {
  const failures = new Set<number>();
  for (const entry of entries) if (isFailed(entry) && entry.end >= 0) failures.add(entry.end);
  kinds.forEach((kind, index) => {
    if (kind === 'model.failed') failures.add(index);
  });
  return Int32Array.from(failures).sort();
}

/** The number of the last of these ascending numbers that is not above `most`; -1 when there is none. */
export function lastUpTo(numbers: ArrayLike<number>, most: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The turn that ran, or ran last, at a moment. */
export function turnAt(course: Course, moment: number): Turn | undefined {
  let [low, high] = [0, course.turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (course.turns[middle]!.start <= moment) low = middle + 1;
    else high = middle;
  }
  return course.turns[low - 1];
}

/** The event at a position, else the one before it in the log; undefined for a position before the session. */
export function momentOf(course: Course, position: number): number | undefined {
  let best = -1;
  course.positions.forEach((one, index) => {
    if (one <= position && (best === -1 || one > course.positions[best]!)) best = index;
  });
  return best === -1 ? undefined : best;
}
