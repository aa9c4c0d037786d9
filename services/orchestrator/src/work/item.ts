import type { Tables } from '@hookline/db';
import type { Selectable } from 'kysely';

/** A unit of work as its row says it. */
export type WorkRow = Selectable<Tables['workItems']>;

/** A unit of work as it is shown to people and workers. Times are RFC 3339. */
export interface WorkItem {
  readonly id: string;
  readonly queue: string;
  readonly state: WorkRow['state'];
  readonly payload: unknown;
  /** The attempt that is offered, running, or was the last; from 1. */
  readonly attempts: number;
  readonly attemptsMax: number;
  /** Proves who holds the item: a report with an older one is refused. */
  readonly fence: number;
  readonly worker?: string;
  readonly leaseUntil?: string;
  readonly offeredAt: string;
  readonly dueAt?: string;
  readonly endedAt?: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly firing?: string;
}

export function shown(row: WorkRow): WorkItem {
  return {
    id: row.item,
    queue: row.queue,
    state: row.state,
    payload: row.payload,
    attempts: row.attempt,
    attemptsMax: row.attemptsMax,
    fence: row.fence,
    offeredAt: row.offeredAt,
    ...(row.worker !== null && { worker: row.worker }),
    ...(row.leaseUntil !== null && { leaseUntil: row.leaseUntil }),
    ...(row.state === 'offered' && { dueAt: row.dueAt }),
    ...(row.endedAt !== null && { endedAt: row.endedAt }),
    ...(row.result !== null && { result: row.result }),
    ...(row.error !== null && { error: row.error }),
    ...(row.firing !== null && { firing: row.firing }),
  };
}
