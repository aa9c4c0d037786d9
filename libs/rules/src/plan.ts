/** How a rule's matches become firings: its file in numbers, without the expressions. All times in milliseconds. */
export interface Plan {
  readonly rule: string;
  readonly version: string;
  readonly pattern: PatternPlan;
  /**
   * How much later than others an event may be heard of and still be taken in its place by the time it happened. Matches
   * wait so long before they count; 0 takes them as they come.
   */
  readonly latenessMs: number;
  /** What was heard of so much later than it happened, or more, is history: it never acts. */
  readonly freshMs: number;
  readonly settle?: SettlePlan | undefined;
  /** What becomes of a match whose key has a firing that still runs. */
  readonly mode: Mode;
  readonly limits: Limits;
}

/** queue: after it. skip: not at all. cancel: instead of it. steer: as a message to whoever works on it. together: beside it. */
type Mode = 'together' | 'queue' | 'skip' | 'cancel' | 'steer';

export type PatternPlan =
  | { readonly type: 'single' }
  | { readonly type: 'count'; readonly atLeast: number; readonly withinMs: number; readonly distinct: boolean }
  /** Steps by number from 0, in the order in which they have to happen. */
  | { readonly type: 'sequence'; readonly steps: number; readonly withinMs: number }
  /** Step 0 opens; step 1 within the time closes. Fires when nothing closed it. */
  | { readonly type: 'absence'; readonly withinMs: number }
  /** Fires when the clock says so: five fields of cron in a time zone. */
  | { readonly type: 'schedule'; readonly cron: string; readonly timeZone: string };

/** debounce: one firing when no match came for `waitMs`, at the latest after `mostMs`. batch: one for up to `most` matches. */
export type SettlePlan =
  | { readonly type: 'debounce'; readonly waitMs: number; readonly mostMs: number }
  | { readonly type: 'batch'; readonly most: number; readonly waitMs: number };

interface Limits {
  /** So long after a firing of a key that key does not fire again. */
  readonly cooldownMs?: number | undefined;
  /** At most so many firings of a key in any such time. */
  readonly throttle?: { readonly runs: number; readonly perMs: number } | undefined;
  /** Of the rule, all keys and versions together, in a UTC day. */
  readonly perDay?: number | undefined;
  readonly costPerDayUsd?: number | undefined;
  /** How many firings may stand between a person and this one, itself included. */
  readonly depth: number;
  /** Whether what the rule itself brought about may fire it. */
  readonly self: boolean;
  /** Firing more often in a minute is running away: the rule is paused. */
  readonly perMinute: number;
  /** Failed firings in a row after which the rule is paused. */
  readonly failures: number;
}
