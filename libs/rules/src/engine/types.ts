import type { Cause } from '@hookline/schemas';
import type { Plan } from '../plan.ts';

/** An event that a rule's expressions matched, cut to what may be kept: its data without long texts and lists. */
export interface Match {
  /** Which step of the pattern; of an absence, 0 opens and 1 closes. */
  readonly step: number;
  readonly key: string;
  readonly id: string;
  readonly position: number;
  /** When it happened and when the bus heard of it, Unix milliseconds. */
  readonly timeMs: number;
  readonly heardMs: number;
  readonly session: string;
  readonly project: string;
  /** What stands behind the event, when a firing does. */
  readonly cause?: Cause | undefined;
  /** For counts of distinct values. */
  readonly distinct?: string | undefined;
  /** The event as expressions see it, cut: what templates are filled from. */
  readonly event: SlimEvent;
}

/** An event's attributes and data, texts cut to 2,000 characters and lists to 100. */
export type SlimEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly kind: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Matches that together are one firing, or would be. The last one is the trigger. Empty for a schedule. */
export interface Candidate {
  readonly key: string;
  readonly matches: readonly Match[];
  /** When it came about by the engine's clock, Unix milliseconds; for a schedule the planned moment. */
  readonly atMs: number;
}

/** One firing of one version of a rule, once and for ever. */
export interface Firing {
  /** Hash of rule, version, key and the ids of the matched events, or the planned moment. */
  readonly id: string;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly matches: readonly Match[];
  readonly atMs: number;
  readonly cause: Cause;
  /** For mode `cancel`: firings whose work is called off first. For `steer`: whose workers are told instead. */
  readonly cancels: readonly string[];
  readonly steers: readonly string[];
}

/** A candidate that did not become a firing, and why in one sentence. */
export interface Held {
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly events: readonly string[];
  readonly position: number;
  readonly atMs: number;
  readonly by: HeldBy;
  readonly reason: string;
}

export type HeldBy =
  | 'gate'
  | 'history'
  | 'stopped'
  | 'paused'
  | 'depth'
  | 'self'
  | 'running'
  | 'queue-full'
  | 'cooldown'
  | 'throttle'
  | 'per-day'
  | 'cost'
  | 'budget'
  | 'runaway';

/** What an engine takes in, in the order of the log. */
export type Input =
  | { readonly type: 'match'; readonly match: Match }
  /** Something of a firing came to an end, or cost something. */
  | {
      readonly type: 'ended';
      readonly firing: string;
      /** Whether it is one of the pieces that occupy the key. */
      readonly unit: boolean;
      /** Undefined where it says nothing about going well. */
      readonly ok: boolean | undefined;
      readonly costUsd: number;
    }
  /** A person, or the bus itself, paused or resumed the rule. */
  | { readonly type: 'switch'; readonly paused: boolean }
  /** Nothing but time: the clock stands at `ctx.clockMs`. */
  | { readonly type: 'tick' };

export interface EngineRule {
  readonly plan: Plan;
  /** Only what happened at positions after this one may act. */
  readonly gate: number;
  /** The clock when it came into force, Unix milliseconds: where a schedule begins. */
  readonly sinceMs: number;
  /** How many pieces of work and questions to people a firing leaves, which come to an end; a key is occupied till then. */
  readonly units: number;
}

/** What the engine knows when it takes an input. */
export interface EngineContext {
  /** The clock, Unix milliseconds: never goes back. */
  readonly clockMs: number;
  /** The position of the event that is looked at, or of the last one before this tick. */
  readonly position: number;
  readonly stopped: boolean;
  /** Whether the rule is paused, whatever its totals say. */
  readonly paused: boolean;
  readonly budgets: Budgets;
  /** Whether a match fits the steps before it, for patterns whose steps name each other. */
  stepHolds(match: Match, earlier: readonly Match[]): boolean;
}

/** What holds for all rules together. Absent is without a limit. */
export interface Budgets {
  readonly perDay?: number | undefined;
  readonly costPerDayUsd?: number | undefined;
  /** No rule may ask for more than this. */
  readonly depth: number;
}
