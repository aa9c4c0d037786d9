import type { Brief } from '../../../api/outline-columns.ts';
import { clockText } from '../../../words/moment.ts';
import { durationText } from '../../../words/quantity.ts';
import { type Course, turnAt } from './course.ts';

/** What happened at an event, in two short texts: what, and when. */
export function tellEvent(course: Course, event: number): readonly [words: string, about: string] {
  const entry = entryAt(course, event);
  const mark = course.marks.find((one) => one.event === event);
  const turn = turnAt(course, event);
  const atMs = course.atMs[event] ?? 0;
  const silence = event === 0 ? 0 : atMs - course.atMs[event - 1]!;
  const about = [
    clockText(new Date(atMs).toISOString()),
    turn && `turn ${turn.number}`,
    silence > 60_000 && `after ${durationText(silence)} of silence`,
  ];
  const words = mark?.words ?? (entry === undefined ? (course.kinds[event] ?? '') : tellEntry(entry, event));
  return [words.slice(0, 160), about.filter(Boolean).join(' · ')];
}

/** The last entry that began at an event or before it. */
function entryAt({ entries }: Course, moment: number): Brief | undefined {
  return entries[entriesUpTo(entries, moment) - 1];
}

/** How many entries have begun at a moment. */
export function entriesUpTo(entries: readonly { readonly start: number }[], moment: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.start <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tellEntry(entry: Brief, event: number): string {
  switch (entry.type) {
    case 'turn':
      return entry.words || 'A prompt that was not seen';
    case 'call': {
      const how = entry.end === event && entry.outcome !== 'ok' ? ` ${entry.outcome}` : '';
      return `${entry.tool ?? 'A tool'}${how}: ${entry.words}`;
    }
    case 'message':
      return entry.words;
    case 'file':
      return `${entry.how} ${entry.path}`;
    case 'agent':
      return `Agent ${entry.name ?? ''}: ${entry.words}`;
    case 'plan':
      return 'The plan changed';
    case 'usage':
      return 'The model answered';
  }
}
