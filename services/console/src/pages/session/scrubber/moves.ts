import { type Course, lastUpTo } from '../course/course.ts';
import type { Cursor } from './cursor.ts';

/** Where the cursor can go by one key. Each gives the moment to go to; undefined is the end. */
export interface Moves {
  event(by: number): void;
  turn(by: number): void;
  failure(by: number): void;
  toStart(): void;
  toEnd(): void;
}

export function movesOf(course: Course, cursor: Cursor): Moves {
  const last = course.length - 1;
  const now = () => cursor.moment() ?? last;
  const go = (moment: number) => cursor.set(Math.min(Math.max(moment, 0), last), { hurry: true });
  /** To the next of these ascending moments, or the one before. */
  const along = (moments: ArrayLike<number>, by: number) => {
    const at = lastUpTo(moments, by > 0 ? now() : now() - 1);
    const next = moments[by > 0 ? at + 1 : at];
    if (next !== undefined) go(next);
  };
  const starts = Int32Array.from(course.turns, ({ start }) => start);
  return {
    event: (by) => go(now() + by),
    turn: (by) => along(starts, by),
    failure: (by) => along(course.failures, by),
    toStart: () => go(0),
    toEnd: () => cursor.set(undefined, { hurry: true }),
  };
}
