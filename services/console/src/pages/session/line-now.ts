import type { Brief } from '../../api/outline-columns.ts';
import type { Course } from './course/course.ts';
import { outcomeAt, standingAt } from './course/standing.ts';
import type { LineNow } from './line-view.tsx';
import type { Line } from './lines.ts';

/** What a line says at a moment. `over`: nothing of the session goes on any more. */
export function lineNow(course: Course, { entry, number }: Line, moment: number, over: boolean): Omit<LineNow, 'now'> {
  const standing = standingAt(entry, moment);
  const outcome = 'outcome' in entry ? outcomeAt(entry, moment, over) : '';
  const { calls, failed } = number === null ? { calls: 0, failed: 0 } : callsOf(course, number, moment);
  return { standing, outcome, calls, failed, tookMs: standing === 'going' ? null : tookOf(course, entry) };
}

/** The calls from the beginning of a turn to the next one, as far as the moment; of a later turn all it will have. */
function callsOf({ turns, sums, length }: Course, number: number, moment: number): { calls: number; failed: number } {
  const { start } = turns[number - 1]!;
  const next = turns[number]?.start ?? length;
  const until = start > moment ? next - 1 : Math.min(moment, next - 1);
  const between = (column: Float64Array) => column[until]! - (start === 0 ? 0 : column[start - 1]!);
  return { calls: between(sums.calls), failed: between(sums.failures) };
}

function tookOf({ atMs }: Course, entry: Brief): number | null {
  if (entry.type === 'call') return entry.durationMs;
  return entry.type === 'turn' && entry.end !== -1 ? atMs[entry.end]! - atMs[entry.start]! : null;
}
