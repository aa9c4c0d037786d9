import { evidenceOf, type Observation, type Seen } from '../deriver.ts';
import type { Json } from '../memory.ts';

interface Placed {
  readonly position: number;
  readonly time: string;
}

/** Where and when something was observed: of the steps it was seen in, in any order, at least one. */
export function seenIn(steps: readonly Placed[]): Pick<Observation, 'positions' | 'firstAt' | 'lastAt'> {
  const times = steps.map(({ time }) => time).sort();
  return {
    positions: evidenceOf(steps.map(({ position }) => position)),
    firstAt: times[0]!,
    lastAt: times.at(-1)!,
  };
}

/** In how many sessions, of how many people, and when last something was seen. */
export function supportOf(seen: readonly Seen[]): { sessions: number; actors: number; lastAt: string } {
  return {
    sessions: new Set(seen.map(({ session }) => session)).size,
    actors: new Set(seen.flatMap(({ actor }) => (actor === undefined ? [] : [actor]))).size,
    lastAt: seen
      .map(({ lastAt }) => lastAt)
      .sort()
      .at(-1)!,
  };
}

/** Counts by name, the most frequent first, ties by name, at most so many names. */
export function mostFrequent(counts: Readonly<Record<string, number>>, namesMax: number): [string, number][] {
  return Object.entries(counts)
    .sort(([a, aCount], [b, bCount]) => bCount - aCount || (a < b ? -1 : 1))
    .slice(0, namesMax);
}

/** How often each of the values occurs. The record has no prototype: any text may be a name. */
export function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The same without what is undefined, so that it is JSON. */
export function json<T extends { readonly [name: string]: Json | undefined }>(
  fields: T,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<string, Json>;
}
