import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, notFound, security } from '@hookline/http';
import type { WorkDispatch } from '@hookline/log';
import { sql } from 'kysely';
import { TooMuchToSayError } from '../outbox.ts';
import type { RouteParts } from '../routes.ts';
import { complete, fail, offer, StaleFenceError, take, UnknownItemError } from './commands.ts';
import { shown } from './item.ts';

const queue = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes');
const offerBody = z
  .strictObject({
    payload: z.unknown(),
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected at most 128 letters, digits, dashes and underscores')
      .optional()
      .openapi({ description: 'Offered once, however often this id is' }),
    attempts: z.int().min(1).max(20).default(3),
  })
  .openapi('WorkOffer');
const takeBody = z
  .strictObject({
    waitMs: z.int().min(0).max(60_000).default(0),
    worker: z.string().regex(/^\P{Cc}{1,200}$/u, 'expected 1 to 200 characters without control characters'),
    leaseMs: z
      .int()
      .min(1_000)
      .max(24 * 3_600_000)
      .default(600_000),
  })
  .openapi('WorkTake');
const doneBody = z.strictObject({ fence: z.int().positive(), result: z.unknown().optional() }).openapi('WorkDone');
const failBody = z
  .strictObject({ fence: z.int().positive(), error: z.string().min(1).max(10_000) })
  .openapi('WorkFailure');
const states = ['offered', 'claimed', 'completed', 'dead'] as const;
const itemShape = z
  .object({
    id: z.string(),
    queue: z.string(),
    state: z.enum(states),
    payload: z.unknown(),
    attempts: z.int().openapi({ description: 'The attempt that is offered, running, or was the last; from 1' }),
    attemptsMax: z.int(),
    fence: z.int().openapi({ description: 'Proves who holds the item: a report with an older one is refused' }),
    worker: z.string().optional(),
    leaseUntil: z.string().optional(),
    offeredAt: z.string(),
    dueAt: z.string().optional(),
    endedAt: z.string().optional(),
    result: z.unknown().optional(),
    error: z.string().optional(),
    firing: z.string().optional(),
  })
  .openapi('WorkItem');

const inJson = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const inQueue = z.object({ queue });
const ofItem = z.object({ id: z.string().max(128) });

/** Offering, listing, taking and reporting work. */
export function addWorkRoutes(app: App, { db, work, allow, signal }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/work',
      summary: 'Work items, the newest first',
      security,
      middleware: allow('work'),
      request: {
        query: z.object({
          queue: queue.optional(),
          state: z.enum(states).optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers('The items', z.object({ items: z.array(itemShape), next: z.string().nullable() })),
    }),
    async (c) => {
      const { queue: of, state, limit, cursor } = c.req.valid('query');
      let query = db.kysely.selectFrom('workItems').selectAll().orderBy('offeredAt', 'desc').orderBy('item', 'desc');
      if (of !== undefined) query = query.where('queue', '=', of);
      if (state !== undefined) query = query.where('state', '=', state);
      if (cursor !== undefined) {
        const last = sql<boolean>`(offered_at, item) < (select offered_at, item from work_items where item = ${cursor})`;
        query = query.where(last);
      }
      const rows = await query.limit(limit + 1).execute();
      const items = rows.slice(0, limit).map(shown);
      return c.json({ items, next: rows.length > limit ? items.at(-1)!.id : null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/done',
      summary: 'Ends an item well',
      security,
      middleware: allow('work'),
      request: { params: ofItem, ...inJson(doneBody) },
      responses: answers('The item', itemShape),
    }),
    async (c) => {
      const { fence, result } = c.req.valid('json');
      return c.json(shown(await told(complete(db, c.req.valid('param').id, fence, result))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/fail',
      summary: 'Ends an attempt badly: the item is offered again, or dead after its last attempt',
      security,
      middleware: allow('work'),
      request: { params: ofItem, ...inJson(failBody) },
      responses: answers('The item', itemShape),
    }),
    async (c) => {
      const { fence, error } = c.req.valid('json');
      const text = error.replaceAll('\0', '␀');
      return c.json(shown(await told(fail(db, c.req.valid('param').id, fence, text))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/{queue}',
      summary: 'Offers an item on a queue',
      security,
      middleware: allow('work'),
      request: { params: inQueue, ...inJson(offerBody) },
      responses: {
        201: { description: 'The item', content: { 'application/json': { schema: itemShape } } },
        default: answers('', itemShape).default,
      },
    }),
    async (c) => {
      const { payload, id: item = randomUUID(), attempts: attemptsMax } = c.req.valid('json');
      const offered = { item, queue: c.req.valid('param').queue, payload, attemptsMax, by: c.get('grant').name };
      return c.json(shown(await told(db.transaction((trx) => offer(trx, offered)))), 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/{queue}/take',
      summary: 'Takes the oldest due item of a queue under a lease, waiting for one if asked to',
      security,
      middleware: allow('work'),
      request: { params: inQueue, ...inJson(takeBody) },
      responses: { ...answers('The item', itemShape), 204: { description: 'There was none in time' } },
    }),
    async (c) => {
      const { waitMs, worker, leaseMs } = c.req.valid('json');
      const from = c.req.valid('param').queue;
      const gone = AbortSignal.any([signal, c.req.raw.signal]);
      const until = Date.now() + waitMs;
      for (;;) {
        const row = await take(db, from, worker, leaseMs);
        if (row !== undefined) return c.json(shown(row), 200);
        const leftMs = until - Date.now();
        if (leftMs <= 0 || gone.aborted) return c.body(null, 204);
        await knock(work, from, Math.min(leftMs, lookEveryMs), gone);
      }
    },
  );
}

/** A retried item becomes due after its back-off without any message: look again at least this often. */
const lookEveryMs = 2_000;

/** Waits until the `WORK` stream says that there is something, or the time is up. */
async function knock(work: WorkDispatch, queue: string, waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await work.takeWork(queue, { signal, waitMs });
  } catch {
    await pause(Math.min(waitMs, 250), undefined, { signal }).catch(() => {});
  }
}

/** Refusals of a command as the caller is told them. */
async function told<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof UnknownItemError) throw notFound(error.message, '`hookline work list` shows what there is');
    if (error instanceof StaleFenceError) {
      throw new ApiError(409, 'conflict', error.message, { hint: 'take the item again; this report was not counted' });
    }
    if (error instanceof TooMuchToSayError) throw new ApiError(413, 'too-large', error.message);
    throw error;
  }
}
