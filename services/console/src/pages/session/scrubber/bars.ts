import type { Axis } from '../course/axis.ts';
import { type Course, lastUpTo } from '../course/course.ts';

/** What of a strip is one path: cheap to draw, and drawn once. */
export interface StripPaths {
  readonly bars: string;
  readonly failures: string;
}

const barWidth = 3;
const barGap = 1;

/** How much happened where, and what of it failed, as paths of a strip so many pixels wide and high. */
export function pathsOf(course: Course, { places }: Axis, width: number, height: number): StripPaths {
  const count = Math.max(1, Math.floor(width / (barWidth + barGap)));
  const events = new Float64Array(count);
  const failed = new Float64Array(count);
  const binOf = (index: number) => Math.min(count - 1, Math.floor(places[index]! * count));
  for (let index = 0; index < course.length; index += 1) events[binOf(index)]! += 1;
  for (const index of course.failures) failed[binOf(index)]! += 1;
  const most = events.reduce((a, b) => Math.max(a, b), 1);
  let [bars, failures] = ['', ''];
  for (let bin = 0; bin < count; bin += 1) {
    if (events[bin] === 0) continue;
    const x = (bin * width) / count;
    const tall = Math.max(3, Math.sqrt(events[bin]! / most) * height);
    bars += bar(x, height, tall);
    if (failed[bin] === 0) continue;
    // One failure among hundreds is what one looks for: it is never too small to see.
    failures += bar(x, height, Math.max(7, tall * Math.sqrt(failed[bin]! / events[bin]!)));
  }
  return { bars, failures };
}

function bar(x: number, bottom: number, tall: number): string {
  return `M${x.toFixed(1)} ${bottom}h${barWidth}v${(-tall).toFixed(1)}h${-barWidth}z`;
}

/** A stretch of the strip from 0 to 1. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The event nearest to a place from 0 to 1. */
export function eventAt({ places }: Axis, place: number): number {
  const before = Math.max(0, lastUpTo(places, place));
  const after = Math.min(places.length - 1, before + 1);
  return place - places[before]! <= places[after]! - place ? before : after;
}

/** Puts stretches that overlap into rows of their own; at most `rowsMax`, the last holds what found no room. */
export function rowsOf(stretches: readonly Stretch[], rowsMax: number): number[] {
  const ends: number[] = [];
  return stretches.map(({ from, to }) => {
    let row = ends.findIndex((end) => end <= from);
    if (row === -1) row = Math.min(ends.length, rowsMax - 1);
    ends[row] = Math.max(ends[row] ?? 0, to);
    return row;
  });
}
