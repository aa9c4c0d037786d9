import type { Story } from './facts/story.ts';
import type { MemoryKind } from './kinds.ts';
import type { Json, MemoryOrigin, MemoryTrust } from './memory.ts';

/** What one session says of one thing: sufficient statistics, never more than a few KB. At most one per kind, scope and `about`. */
export interface Observation<Data extends Json = Json> {
  /** Canonical: two sessions that mean the same thing say it in the same words. */
  readonly about: string;
  /** Where it was observed: of the person in this project, of the project, or of this session alone. */
  readonly scope: 'session' | 'person' | 'project';
  readonly data: Data;
  /** The events it was seen in, ascending: see `evidenceOf`. */
  readonly positions: readonly number[];
  /** World time of the first and the last of them. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** An observation with whose it is, as a fold gets it. */
export interface Seen<Data extends Json = Json> extends Observation<Data> {
  readonly session: string;
  readonly project: string;
  readonly actor: string | undefined;
}

/** What a deriver makes of everything that was seen of one thing. */
export interface Rendered<Details extends Json = Json> {
  readonly title: string;
  /** Made from counts, dates and quoted, cut slots: see `oneLine`. */
  readonly statement: string;
  readonly details: Details;
  /** Whether the thresholds are met. Without, it is a proposal that nobody is asked about. */
  readonly supported: boolean;
  readonly origin: MemoryOrigin;
  readonly trust: MemoryTrust;
  /** Where this one does not activate as others of its kind do. */
  readonly activates?: 'itself' | 'review';
  /** Sessions that speak against it; 0 where absent. Three of them, and half of all, retire it. */
  readonly contradicted?: number;
  readonly confidence?: number;
  readonly validFrom?: string;
  /** When it stopped to hold, and why (`gone`: what it stands on is deleted; `superseded`). */
  readonly ended?: { readonly at: string; readonly reason: 'gone' | 'superseded' };
  /** Where it holds somebody's words: the position at which they were first said. An approval before it is none of them. */
  readonly wordsAt?: number;
  readonly anchors?: readonly string[];
  readonly keywords?: string;
}

/**
 * Derives one kind of memory. Pure: no clock, no randomness, no I/O. `observe` reads one session; `fold` gets what all
 * sessions said about one thing, in order of time and session, at least one, and undefined from it means that there is
 * nothing to remember.
 */
export interface Deriver<Data extends Json = Json, Details extends Json = Json> {
  readonly kind: MemoryKind;
  /** Raise it when `observe` or `fold` changes what it says: everything is derived anew. */
  readonly version: number;
  /** One sentence: what is remembered. */
  readonly summary: string;
  /** What it takes to be told to agents, in words people read, for example `3 sessions`. */
  readonly thresholds: string;
  /** `itself`: active once supported. `review`: a person approves it first. */
  readonly activates: 'itself' | 'review';
  observe(story: Story): readonly Observation<Data>[];
  fold(seen: readonly Seen<Data>[]): Rendered<Details> | undefined;
}

/** A deriver whatever it remembers. */
// biome-ignore lint/suspicious/noExplicitAny: each deriver reads only the data that it made itself.
export type AnyDeriver = Deriver<any, any>;

const firstKept = 3;
const lastKept = 20;

/** At most 23 of these positions, ascending and without repetition: the first three, the last twenty. */
export function evidenceOf(positions: readonly number[]): number[] {
  const ascending = [...new Set(positions)].sort((a, b) => a - b);
  return ascending.length <= firstKept + lastKept
    ? ascending
    : [...ascending.slice(0, firstKept), ...ascending.slice(-lastKept)];
}
