import type { Brief } from '../../api/outline-columns.ts';
import type { Course } from '../session/course/course.ts';
import { isFailed, standingAt } from '../session/course/standing.ts';

/** One thing that happened in a session, short. */
export interface LastLine {
  readonly position: number;
  readonly time: string;
  readonly name: string;
  readonly words: string;
  readonly bad: boolean;
}

const linesMax = 8;

/** The last things that had begun at a moment of a session, in their order. */
export function lastThings(course: Course, moment: number): readonly LastLine[] {
  const begun = course.entries.filter((entry) => entry.start <= moment && isTold(entry));
  return begun.slice(-linesMax).map((entry) => {
    const over = standingAt(entry, moment) === 'over';
    return {
      position: course.positions[entry.start]!,
      time: new Date(course.atMs[entry.start]!).toISOString(),
      ...told(entry),
      bad: over && isFailed(entry),
    };
  });
}

function isTold(entry: Brief): boolean {
  if (entry.type === 'usage') return false;
  // A prompt is told as its turn, and a call's files by the call.
  if (entry.type === 'message') return entry.role === 'assistant' && !entry.thinking;
  return entry.type !== 'file' || entry.call === null;
}

function told(entry: Brief): { readonly name: string; readonly words: string } {
  switch (entry.type) {
    case 'turn':
      return { name: 'Prompt', words: entry.words || 'It was not seen' };
    case 'call':
      return { name: entry.tool ?? 'Tool', words: entry.words || (entry.path ?? '') };
    case 'message':
      return { name: 'Message', words: entry.words };
    case 'file':
      return { name: entry.change ?? entry.how, words: entry.path };
    case 'agent':
      return { name: `Agent ${entry.name ?? ''}`.trim(), words: entry.words };
    case 'plan':
      return { name: 'Plan', words: `${entry.items.length} steps` };
    case 'usage':
      return { name: 'Model', words: '' };
  }
}
