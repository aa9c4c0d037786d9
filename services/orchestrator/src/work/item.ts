import type { Tables, WorkJoin } from '@hookline/db';
import type { Cause } from '@hookline/schemas';
import type { Selectable } from 'kysely';
import type { WorkState } from './state.ts';

/** A unit of work as its row says it. */
export type WorkRow = Selectable<Tables['workItems']>;

/** A unit of work as it is shown to people and workers. Times are RFC 3339. */
export interface WorkItem {
  readonly id: string;
  readonly queue: string;
  readonly state: WorkState;
  readonly payload: unknown;
  readonly priority: number;
  /** The attempt that is offered, running, or was the last; from 1. */
  readonly attempts: number;
  readonly attemptsMax: number;
  /** Proves who holds the item: a report with an older one is refused. */
  readonly fence: number;
  readonly by: string;
  readonly worker?: string;
  readonly claimedAt?: string;
  readonly leaseUntil?: string;
  readonly offeredAt: string;
  readonly dueAt?: string;
  readonly expiresAt?: string;
  readonly timeoutMs?: number;
  readonly endedAt?: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly progress?: { readonly note?: string; readonly share?: number; readonly at: string };
  /** Who asked its holder to stop, and why. */
  readonly cancelling?: { readonly by: string; readonly reason: string; readonly at: string };
  readonly firing?: string;
  readonly cause?: Cause;
  readonly parent?: string;
  readonly join?: WorkJoin & { readonly until?: string };
  readonly project?: string;
  /** The session it is about, and the one that works on it or did. */
  readonly session?: string;
  readonly doneIn?: string;
  readonly harness?: string;
  readonly costUsd?: number;
}

export function shown(row: WorkRow): WorkItem {
  const held = row.state === 'claimed';
  return {
    id: row.item,
    queue: row.queue,
    state: row.state,
    payload: row.payload,
    priority: row.priority,
    attempts: row.attempt,
    attemptsMax: row.attemptsMax,
    fence: row.fence,
    by: row.by,
    offeredAt: row.offeredAt,
    ...(row.worker !== null && { worker: row.worker }),
    ...(row.claimedAt !== null && { claimedAt: row.claimedAt }),
    ...(held && row.leaseUntil !== null && { leaseUntil: row.leaseUntil }),
    ...(row.state === 'offered' && { dueAt: row.dueAt }),
    ...(row.expiresAt !== null && { expiresAt: row.expiresAt }),
    ...(row.timeoutMs !== null && { timeoutMs: row.timeoutMs }),
    ...(row.endedAt !== null && { endedAt: row.endedAt }),
    ...(row.result !== null && { result: row.result }),
    ...(row.error !== null && { error: row.error }),
    ...(row.progress !== null && { progress: row.progress }),
    ...(row.cancelling !== null && { cancelling: row.cancelling }),
    ...(row.firing !== null && { firing: row.firing }),
    ...(row.cause !== null && { cause: row.cause }),
    ...(row.parent !== null && { parent: row.parent }),
    ...(row.join !== null && { join: { ...row.join, ...(row.joinUntil !== null && { until: row.joinUntil }) } }),
    ...(row.project !== null && { project: row.project }),
    ...(row.session !== null && { session: row.session }),
    ...(row.doneIn !== null && { doneIn: row.doneIn }),
    ...(row.harness !== null && { harness: row.harness }),
    ...(row.costUsd !== null && { costUsd: row.costUsd }),
  };
}
