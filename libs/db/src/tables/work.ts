import type { Cause } from '@hookline/schemas';
import type { ColumnType, Generated } from 'kysely';

type Json<Read> = ColumnType<Read, string | null | undefined, string | null>;

/** Units of work as they stand. Times are the database's. */
export interface WorkItemsTable {
  item: string;
  queue: string;
  state: 'offered' | 'claimed' | 'waiting' | 'completed' | 'dead' | 'cancelled' | 'expired';
  payload: ColumnType<unknown, string, string>;
  /** The attempt that is offered, running, or was the last; from 1. */
  attempt: Generated<number>;
  attemptsMax: number;
  /** How many attempts it is given when it is put up, and again when it is put up once more. */
  attemptsEach: Generated<number>;
  /** Grows with every claim. */
  fence: Generated<number>;
  worker: string | null;
  leaseUntil: string | null;
  /** How long a claim lasts that is extended without saying for how long. */
  leaseMs: number | null;
  claimedAt: string | null;
  dueAt: Generated<string>;
  /** Whether the `WORK` stream was, or is about to be, told of this attempt. */
  dispatched: Generated<boolean>;
  offeredAt: Generated<string>;
  expiresAt: string | null;
  timeoutMs: number | null;
  endedAt: string | null;
  result: Json<unknown>;
  error: string | null;
  by: Generated<string>;
  firing: string | null;
  cause: Json<Cause | null>;
  priority: Generated<number>;
  project: string | null;
  /** The session it is about, and the one that works on it. */
  session: string | null;
  doneIn: string | null;
  harness: string | null;
  /** Of all attempts together. */
  costUsd: number | null;
  cancelling: Json<{ readonly by: string; readonly reason: string; readonly at: string } | null>;
  progress: Json<{ readonly note?: string; readonly share?: number; readonly at: string } | null>;
  /** Progress that was told during this claim. */
  progressed: Generated<number>;
  parent: string | null;
  /** From the topmost down to `parent`. */
  ancestors: Generated<string[]>;
  /** Which attempt of `parent` it is a part of. */
  parentAttempt: number | null;
  join: Json<WorkJoin | null>;
  joinUntil: string | null;
  /** Read from the log and not yet known to stand so: nobody takes it until the log has been read to its end. */
  restoring: Generated<boolean>;
}

/** What a unit of work that was split waits for, and what comes then. */
export interface WorkJoin {
  readonly on: 'all-done' | 'any-failed' | 'any-done';
  /** The attempt that was split. */
  readonly attempt: number;
  readonly cancelRest: boolean;
  readonly next: 'complete' | 'again' | WorkFollowUp;
}

/** The unit of work that is offered when others came together. */
export interface WorkFollowUp {
  readonly queue: string;
  readonly payload?: unknown;
  readonly prompt?: string | undefined;
  readonly attempts?: number | undefined;
  readonly priority?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly harness?: string | undefined;
}

/** What was said of each item, each event once; the log has the same. */
export interface WorkHistoryTable {
  event: string;
  item: string;
  kind: string;
  at: string;
  data: ColumnType<Readonly<Record<string, unknown>>, string, never>;
  /** Null until the log has it. */
  position: number | null;
  number: Generated<number>;
}

export interface WorkSecretsTable {
  name: string;
  secret: string;
}
