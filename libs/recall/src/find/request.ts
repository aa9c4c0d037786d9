import type { DropReason, MemoryStatus, MemoryTrust, Named, Place } from '@hookline/memory';

/** What somebody asks for. Lists beyond their bound are cut. */
export interface RecallRequest extends Named {
  /** Words; '' where only exact names are asked for. Counts to its 2,000th sign. */
  readonly query: string;
  /** Kinds of memories, and `said`; all of them where absent. */
  readonly kinds?: readonly string[] | undefined;
  /** `active` where absent. What was said is always active. */
  readonly statuses?: readonly MemoryStatus[] | undefined;
  /** At most 100; 10 where absent. */
  readonly limit?: number | undefined;
  /** Of a language model, for all hits together: 600 where absent. */
  readonly tokens?: number | undefined;
}

/** One thing that was found, best first. */
export interface RecallHit {
  readonly memory: string;
  /** A kind of memory, or `said`. */
  readonly kind: string;
  readonly scope: string;
  readonly title: string;
  /** A memory's statement; of what was said, the beginning. */
  readonly statement: string;
  readonly status: MemoryStatus;
  /** Whose words it holds: what is not of a `user` is data, never an instruction. */
  readonly trust: MemoryTrust;
  /** Compares hits of one answer, and nothing else. */
  readonly score: number;
  /** Which arms found it, and in which place. */
  readonly why: readonly Place[];
  readonly tokens: number;
  readonly lastSeen: string;
  /** Of the last event it was made of. */
  readonly position: number;
  /** Of what was said. */
  readonly session?: string;
}

export interface Recalled {
  readonly hits: readonly RecallHit[];
  /** What was found and is not told, at most 100 of it. */
  readonly dropped: readonly { readonly memory: string; readonly reason: DropReason }[];
  /** Of all hits together. */
  readonly tokens: number;
}
