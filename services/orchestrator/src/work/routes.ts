import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AccessEnv, problem, requireScope, type Verifier } from '@hookline/access';
import type { Database } from '@hookline/db';
import type { WorkDispatch } from '@hookline/log';
import { describeIssues } from '@hookline/schemas';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { complete, fail, offer, StaleFenceError, take, UnknownItemError } from './commands.ts';
import { shown } from './item.ts';

const queueName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes');
const offerBody = z.strictObject({
  payload: z.unknown(),
  id: z.string().min(1).max(128).optional(),
  attempts: z.int().min(1).max(20).default(3),
});
const takeBody = z.strictObject({
  waitMs: z.int().min(0).max(60_000).default(0),
  worker: z.string().min(1).max(200),
  leaseMs: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000)
    .default(600_000),
});
const doneBody = z.strictObject({ fence: z.int().positive(), result: z.unknown().optional() });
const failBody = z.strictObject({ fence: z.int().positive(), error: z.string().min(1).max(10_000) });
const listLimitMax = 500;
const bodyBytesMax = 256 * 1024;

/** Offering, listing, taking and reporting work, below `/v1/work`. */
export function workRoutes(parts: { db: Database; work: WorkDispatch; verifier: Verifier; signal: AbortSignal }) {
  const { db, work, verifier, signal } = parts;
  const app = new Hono<AccessEnv>();
  app.use('*', requireScope(verifier, 'work'));
  app.onError((error, context) => {
    if (error instanceof BadRequest)
      return context.json(problem('invalid', error.message, { issues: error.issues }), 422);
    if (error instanceof UnknownItemError) {
      return context.json(
        problem('not-found', error.message, { hint: '`hookline work list` shows what there is' }),
        404,
      );
    }
    if (error instanceof StaleFenceError) {
      return context.json(
        problem('conflict', error.message, { hint: 'take the item again; this report was not counted' }),
        409,
      );
    }
    return context.json(problem('internal', 'the orchestrator failed at this; its log says more'), 500);
  });

  app.get('/v1/work', async (context) => {
    const { queue, state } = context.req.query();
    const limit = Math.min(Number(context.req.query('limit')) || 100, listLimitMax);
    let query = db.kysely.selectFrom('workItems').selectAll().orderBy('offeredAt', 'desc').orderBy('item').limit(limit);
    if (queue) query = query.where('queue', '=', queue);
    if (state) query = query.where('state', '=', state as 'offered');
    return context.json({ items: (await query.execute()).map(shown), next: null });
  });

  app.post('/v1/work/items/:id/done', async (context) => {
    const { fence, result } = await read(context, doneBody);
    return context.json(shown(await complete(db, context.req.param('id'), fence, result)));
  });

  app.post('/v1/work/items/:id/fail', async (context) => {
    const { fence, error } = await read(context, failBody);
    return context.json(shown(await fail(db, context.req.param('id'), fence, error)));
  });

  app.post('/v1/work/:queue', async (context) => {
    const queue = check(queueName, context.req.param('queue'));
    const { payload, id, attempts } = await read(context, offerBody);
    const item = id ?? randomUUID();
    const by = context.get('grant').name;
    const row = await db.transaction((trx) => offer(trx, { item, queue, payload, attemptsMax: attempts, by }));
    return context.json(shown(row), 201);
  });

  app.post('/v1/work/:queue/take', async (context) => {
    const queue = check(queueName, context.req.param('queue'));
    const { waitMs, worker, leaseMs } = await read(context, takeBody);
    const gone = AbortSignal.any([signal, context.req.raw.signal]);
    const until = Date.now() + waitMs;
    for (;;) {
      const row = await take(db, queue, worker, leaseMs);
      if (row !== undefined) return context.json(shown(row));
      const leftMs = until - Date.now();
      if (leftMs <= 0 || gone.aborted) return context.body(null, 204);
      await knock(work, queue, Math.min(leftMs, sweepEveryMs), gone);
    }
  });
  return app;
}

/** A retried item becomes due after its back-off without any message: look again at least this often. */
const sweepEveryMs = 2_000;

/** Waits until the `WORK` stream says that there is something, or the time is up. */
async function knock(work: WorkDispatch, queue: string, waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await work.takeWork(queue, { signal, waitMs });
  } catch {
    await pause(Math.min(waitMs, 250), undefined, { signal }).catch(() => {});
  }
}

class BadRequest extends Error {
  readonly issues: string[];
  constructor(issues: string[]) {
    super(`the request is not what this route takes: ${issues.join('; ')}`);
    this.issues = issues;
  }
}

function check<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new BadRequest(describeIssues(parsed.error));
  return parsed.data;
}

async function read<Value>(context: Context, schema: z.ZodType<Value>): Promise<Value> {
  const text = await context.req.text();
  if (text.length > bodyBytesMax)
    throw new BadRequest([`found ${text.length} characters, expected at most ${bodyBytesMax}`]);
  let body: unknown;
  try {
    body = JSON.parse(text || '{}');
  } catch {
    throw new BadRequest(['found text that is not JSON, expected a JSON object']);
  }
  return check(schema, body);
}
