import { z } from '@hono/zod-openapi';
import { rowShape } from '@hookline/http';
import type { Cause } from '@hookline/schemas';
import type { WorkItem } from '../item.ts';
import { workStates } from '../state.ts';

export const queue = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes');
const itemId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected at most 128 letters, digits, dashes and underscores');
const workerName = z.string().regex(/^\P{Cc}{1,200}$/u, 'expected 1 to 200 characters without control characters');
const name = z.string().min(1).max(512);
const hourMs = 3_600_000;
const attempts = z.int().min(1).max(20);
const priority = z.int().min(-1_000).max(1_000);
const timeoutMs = z
  .int()
  .min(1_000)
  .max(7 * 24 * hourMs);
const harness = z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected the name of a harness');
const leaseMs = z
  .int()
  .min(1_000)
  .max(24 * hourMs);
const fence = z.int().positive().optional().openapi({ description: 'As it was taken with; a lease token has it' });
const costUsd = z.number().min(0).max(1_000_000);

const partShape = z.strictObject({
  payload: z.unknown(),
  queue: queue.optional(),
  attempts: attempts.optional(),
  priority: priority.optional(),
  timeoutMs: timeoutMs.optional(),
  harness: harness.optional(),
});
const parts = z.array(partShape).min(1).max(500);
const join = z
  .strictObject({
    on: z.enum(['all-done', 'any-failed', 'any-done']).optional(),
    untilMs: timeoutMs.optional(),
    cancelRest: z.boolean().optional(),
    next: z
      .union([
        z.enum(['complete', 'again']),
        z.strictObject({
          queue,
          payload: z.unknown().optional(),
          prompt: z.string().max(100_000).optional(),
          attempts: attempts.optional(),
          priority: priority.optional(),
          timeoutMs: timeoutMs.optional(),
          harness: harness.optional(),
        }),
      ])
      .optional(),
  })
  .openapi('WorkJoin');

export const bodies = {
  offer: z
    .strictObject({
      payload: z.unknown(),
      id: itemId.optional().openapi({ description: 'Offered once, however often this id is' }),
      attempts: attempts.default(3),
      priority: priority.default(0).openapi({ description: 'Higher first' }),
      dueAt: z.iso.datetime().optional().openapi({ description: 'Not taken before' }),
      expiresAt: z.iso.datetime().optional().openapi({ description: 'Not taken after' }),
      timeoutMs: timeoutMs.optional().openapi({ description: 'How long an attempt may run' }),
      project: name.optional(),
      session: name.optional().openapi({ description: 'The session that it is about' }),
      harness: harness.optional(),
      children: parts.optional().openapi({ description: 'Parts that are offered in its stead; it waits for them' }),
      join: join.optional(),
    })
    .openapi('WorkOffer'),
  take: z
    .strictObject({
      waitMs: z.int().min(0).max(60_000).default(0),
      worker: workerName,
      leaseMs: leaseMs.default(600_000),
      harness: harness.optional().openapi({ description: 'Only items for this harness, or for any' }),
      queues: z.array(queue).max(15).default([]).openapi({ description: 'More queues to take from' }),
    })
    .openapi('WorkTake'),
  heartbeat: z
    .strictObject({
      fence,
      leaseMs: leaseMs.optional(),
      waitMs: z
        .int()
        .min(0)
        .max(30_000)
        .default(0)
        .openapi({ description: 'Answer when the item is to be cancelled or is lost, at the latest after so long' }),
    })
    .openapi('WorkHeartbeat'),
  progress: z
    .strictObject({
      fence,
      note: z.string().max(2_000).optional(),
      share: z.number().min(0).max(1).optional(),
      leaseMs: leaseMs.optional(),
    })
    .openapi('WorkProgress'),
  started: z
    .strictObject({
      fence,
      session: name.optional(),
      folder: z.string().min(1).max(4_096).optional(),
      host: z.string().min(1).max(256).optional(),
      harness: harness.optional(),
    })
    .openapi('WorkStarted'),
  done: z
    .strictObject({ fence, result: z.unknown().optional(), doneIn: name.optional(), costUsd: costUsd.optional() })
    .openapi('WorkDone'),
  fail: z
    .strictObject({
      fence,
      error: z.string().min(1).max(10_000),
      doneIn: name.optional(),
      costUsd: costUsd.optional(),
      final: z.boolean().optional().openapi({ description: 'No other attempt would do better' }),
    })
    .openapi('WorkFailure'),
  split: z.strictObject({ fence, children: parts, join: join.optional() }).openapi('WorkSplit'),
  cancelled: z.strictObject({ fence }).openapi('WorkStopped'),
  cancel: z.strictObject({ reason: z.string().min(1).max(1_000).default('not wanted any more') }).openapi('WorkCancel'),
  redrive: z.strictObject({ reason: z.string().min(1).max(1_000).optional() }).openapi('WorkRedrive'),
  redriveQueue: z
    .strictObject({ reason: z.string().min(1).max(1_000).optional(), limit: z.int().min(1).max(1_000).default(100) })
    .openapi('WorkRedriveQueue'),
} as const;

export const itemShape = z
  .object({
    id: z.string(),
    queue: z.string(),
    state: z.enum(workStates),
    payload: z.unknown(),
    priority: z.int(),
    attempts: z.int().openapi({ description: 'The attempt that is offered, running, or was the last; from 1' }),
    attemptsMax: z.int(),
    fence: z.int().openapi({ description: 'Proves who holds the item: a report with an older one is refused' }),
    by: z.string(),
    worker: z.string().optional(),
    claimedAt: z.string().optional(),
    leaseUntil: z.string().optional(),
    offeredAt: z.string(),
    dueAt: z.string().optional(),
    expiresAt: z.string().optional(),
    timeoutMs: z.int().optional(),
    endedAt: z.string().optional(),
    result: z.unknown().optional(),
    error: z.string().optional(),
    progress: z.object({ note: z.string().optional(), share: z.number().optional(), at: z.string() }).optional(),
    cancelling: z.object({ by: z.string(), reason: z.string(), at: z.string() }).optional(),
    firing: z.string().optional(),
    cause: rowShape<Cause>('WorkCause', 'Which firing stands behind it').optional(),
    parent: z.string().optional(),
    join: rowShape<NonNullable<WorkItem['join']>>('WorkWaits', 'How its parts come together').optional(),
    project: z.string().optional(),
    session: z.string().optional(),
    doneIn: z.string().optional(),
    harness: z.string().optional(),
    costUsd: z.number().optional(),
  })
  .openapi('WorkItem');

export const takenShape = itemShape
  .extend({ lease: z.string().openapi({ description: "A bearer token for this item's reports, and nothing else" }) })
  .openapi('WorkTaken');

export const heldShape = z
  .object({
    leaseUntil: z.string(),
    lease: z.string(),
    cancel: z.object({ by: z.string(), reason: z.string() }).nullable(),
  })
  .openapi('WorkHeld');

export const pageShape = z.object({ items: z.array(itemShape), next: z.string().nullable() });

export const inJson = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
export const inQueue = z.object({ queue });
export const ofItem = z.object({ id: z.string().min(1).max(128) });
