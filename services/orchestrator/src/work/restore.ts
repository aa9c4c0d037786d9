import type { Tables, WorkJoin } from '@hookline/db';
import type { BusEvent, EventOf } from '@hookline/schemas';
import type { Insertable, Updateable } from 'kysely';
import type { WorkRow } from './item.ts';
import { withJoined } from './join.ts';
import { historic, type WorkKind } from './record.ts';

export type WorkEvent = Extract<BusEvent, { kind: WorkKind }>;
type NewRow = Insertable<Tables['workItems']>;
type Change = Updateable<Tables['workItems']>;

/** The row of an item as the log says it was offered. `whole` is what it is a part of. */
export function restoredOffer({ data, time, project }: EventOf<'work.offered'>, whole: WorkRow | undefined): NewRow {
  const { item, queue, payload, attempt, attemptsMax, by, firing, cause, session, harness } = data;
  const { priority = 0, dueAt, expiresAt, timeoutMs } = data;
  return {
    ...{ item, queue, state: 'offered', attempt, attemptsMax, attemptsEach: attemptsMax, by, priority },
    payload: JSON.stringify(payload ?? null),
    firing: firing ?? null,
    cause: cause === undefined ? null : JSON.stringify(cause),
    project: project === '-' || project === undefined ? null : project,
    session: session ?? null,
    harness: harness ?? null,
    offeredAt: time,
    dueAt: dueAt ?? time,
    dispatched: false,
    expiresAt: expiresAt ?? null,
    timeoutMs: timeoutMs ?? null,
    restoring: true,
    ...(whole && {
      parent: whole.item,
      ancestors: [...whole.ancestors, whole.item],
      parentAttempt: whole.join?.attempt ?? null,
    }),
  };
}

const ended = (time: string) => ({ endedAt: time, leaseUntil: null, cancelling: null, joinUntil: null });

/** What an event changes of an item, as the command that said it changed it. Empty where it changes nothing. */
export function restored(row: WorkRow, event: WorkEvent): Change {
  const { time } = event;
  switch (event.kind) {
    case 'work.claimed': {
      const { worker, fence, leaseUntil } = event.data;
      const leaseMs = Math.max(1_000, Date.parse(leaseUntil) - Date.parse(time));
      const fresh = { cancelling: null, progress: null, progressed: 0, doneIn: null };
      return { state: 'claimed', worker, fence, leaseUntil, leaseMs, claimedAt: time, ...fresh };
    }
    case 'work.started':
      return event.data.session === undefined ? {} : { doneIn: event.data.session };
    case 'work.progressed': {
      const { note, share } = event.data;
      const told = { ...(note !== undefined && { note }), ...(share !== undefined && { share }), at: time };
      return { progress: JSON.stringify(told), progressed: row.progressed + 1 };
    }
    case 'work.completed': {
      const { result } = event.data;
      const done = result === undefined ? null : JSON.stringify(result);
      return { state: 'completed', result: done, error: null, ...ended(time), ...spent(row, event.data) };
    }
    case 'work.failed':
      return spent(row, event.data);
    case 'work.dead':
      return { state: 'dead', error: event.data.error, ...ended(time) };
    case 'work.retried': {
      const { attempt, reason, dueAt = time } = event.data;
      const put = { state: 'offered', attempt, worker: null, dueAt, dispatched: false, leaseUntil: null } as const;
      // Not a failed attempt: its parts came together.
      if (row.state === 'waiting') return { ...put, attemptsMax: row.attemptsMax + 1, joinUntil: null };
      return { ...put, claimedAt: null, cancelling: null, error: reason };
    }
    case 'work.cancelling': {
      const { by, reason } = event.data;
      return { cancelling: JSON.stringify({ by, reason, at: time }) };
    }
    case 'work.cancelled':
      return { state: 'cancelled', error: `cancelled: ${event.data.reason}`, ...ended(time) };
    case 'work.expired':
      return { state: 'expired', error: event.data.reason, ...ended(time) };
    case 'work.split': {
      const { attempt, join: on, until, cancelRest = false, next = 'complete' } = event.data;
      const waits = { on, attempt, cancelRest, next: next as WorkJoin['next'] } satisfies WorkJoin;
      const unheld = row.fence === 0 && { fence: 1, worker: row.by };
      return {
        state: 'waiting',
        join: JSON.stringify(waits),
        joinUntil: until ?? null,
        leaseUntil: null,
        ...unheld,
      };
    }
    case 'work.joined': {
      const { outcome, done, failed, open, parts } = event.data;
      if (parts === undefined) return {};
      const joined = { outcome, done, failed, open, children: parts };
      return { payload: JSON.stringify(withJoined(row.payload, joined)) };
    }
    case 'work.redriven': {
      const { attempt } = event.data;
      const fresh = {
        attempt,
        attemptsMax: row.attempt + row.attemptsEach,
        endedAt: null,
        expiresAt: null,
        result: null,
      };
      if (event.data.parts) return { ...fresh, state: 'waiting', join: JSON.stringify({ ...row.join, attempt }) };
      const put = { worker: null, claimedAt: null, dueAt: time, dispatched: false, join: null, joinUntil: null };
      return { ...fresh, ...put, state: 'offered' };
    }
    default:
      return {};
  }
}

function spent(
  row: WorkRow,
  { doneIn, costUsd }: { doneIn?: string | undefined; costUsd?: number | undefined },
): Change {
  return {
    ...(doneIn !== undefined && { doneIn }),
    ...(costUsd !== undefined && { costUsd: (row.costUsd ?? 0) + costUsd }),
  };
}

/** The history's entry of an event. */
export function restoredEntry(event: WorkEvent, position: number): Insertable<Tables['workHistory']> {
  const { id, kind, time, data } = event;
  return { event: id, item: data.item, kind, at: time, position, data: JSON.stringify(historic({ ...data })) };
}
