import { z } from 'zod';

/*
 * What the bus says of work, as far as programs rely on it; it may say more than these fields.
 */

const item = z.looseObject({
  id: z.string(),
  queue: z.string(),
  state: z.enum(['offered', 'claimed', 'waiting', 'completed', 'dead', 'cancelled', 'expired']),
  payload: z.unknown(),
  priority: z.number(),
  /** The attempt that is offered, running, or was the last; from 1. */
  attempts: z.number(),
  attemptsMax: z.number(),
  /** Proves who holds the item: a report with an older one is refused. */
  fence: z.number(),
  worker: z.string().optional(),
  claimedAt: z.string().optional(),
  leaseUntil: z.string().optional(),
  offeredAt: z.string(),
  dueAt: z.string().optional(),
  expiresAt: z.string().optional(),
  timeoutMs: z.number().optional(),
  endedAt: z.string().optional(),
  result: z.unknown().optional(),
  error: z.string().optional(),
  progress: z.looseObject({ note: z.string().optional(), share: z.number().optional(), at: z.string() }).optional(),
  cancelling: z.looseObject({ by: z.string(), reason: z.string() }).optional(),
  firing: z.string().optional(),
  parent: z.string().optional(),
  project: z.string().optional(),
  /** The session that it is about, and the one that works on it. */
  session: z.string().optional(),
  doneIn: z.string().optional(),
  harness: z.string().optional(),
  costUsd: z.number().optional(),
});

const taken = item.extend({ lease: z.string() });

const history = z.looseObject({ id: z.string(), position: z.number().nullable(), time: z.string(), kind: z.string() });

const attempt = z.looseObject({
  attempt: z.number(),
  worker: z.string(),
  fence: z.number(),
  claimedAt: z.string(),
  endedAt: z.string().optional(),
  outcome: z.string(),
  error: z.string().optional(),
  session: z.string().optional(),
  costUsd: z.number().optional(),
});

const queue = z.looseObject({
  queue: z.string(),
  offered: z.number(),
  claimed: z.number(),
  waiting: z.number(),
  dead: z.number(),
  oldestOfferedAt: z.string().nullable(),
  doneToday: z.number(),
});

export const workShapes = {
  item,
  taken,
  whole: item.extend({
    history: z.array(history),
    attemptsMade: z.array(attempt),
    children: z.array(item),
  }),
  page: z.looseObject({ items: z.array(item), next: z.string().nullable() }),
  queues: z.looseObject({ queues: z.array(queue) }),
  held: z.looseObject({
    leaseUntil: z.string(),
    lease: z.string(),
    cancel: z.looseObject({ by: z.string(), reason: z.string() }).nullable(),
  }),
  redriven: z.looseObject({ redriven: z.number() }),
  any: z.unknown(),
};

export type WorkItem = z.infer<typeof item>;
/** An item with all that was said of it, its attempts and its parts. */
export type WholeWorkItem = z.infer<typeof workShapes.whole>;
export type WorkQueue = z.infer<typeof queue>;
/** An item as it is taken, with the token for its reports. */
export type TakenItem = z.infer<typeof taken>;
