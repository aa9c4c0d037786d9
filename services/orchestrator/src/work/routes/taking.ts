import { setTimeout as pause } from 'node:timers/promises';
import { createRoute } from '@hono/zod-openapi';
import { type App, answers, security } from '@hookline/http';
import type { WorkDispatch } from '@hookline/log';
import type { RouteParts } from '../../routes/index.ts';
import { take } from '../commands.ts';
import { shown } from '../item.ts';
import type { WorkDoor } from './door.ts';
import { bodies, inJson, inQueue, takenShape } from './shapes.ts';

/** Taking work, and waiting for some. */
export function addTakingRoute(app: App, { db, work, allow, signal }: RouteParts, door: WorkDoor): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/{queue}/take',
      summary: 'Takes the first due item of a queue under a lease, waiting for one if asked to',
      security,
      middleware: allow('work'),
      request: { params: inQueue, ...inJson(bodies.take) },
      responses: { ...answers('The item', takenShape), 204: { description: 'There was none in time' } },
    }),
    async (c) => {
      const { waitMs, worker, leaseMs, harness, queues: more } = c.req.valid('json');
      const queues = [...new Set([c.req.valid('param').queue, ...more])];
      const taking = { queues, worker, leaseMs, harness, project: c.get('grant').project };
      const gone = AbortSignal.any([signal, c.req.raw.signal]);
      const until = Date.now() + waitMs;
      for (;;) {
        const row = await take(db, taking);
        if (row !== undefined) return c.json({ ...shown(row), lease: await door.leaseOf(row) }, 200);
        const leftMs = until - Date.now();
        if (leftMs <= 0 || gone.aborted) return c.body(null, 204);
        await knock(work, queues, Math.min(leftMs, lookEveryMs), gone);
      }
    },
  );
}

/** Somebody else may have been woken for what is there: look again at least this often. */
const lookEveryMs = 2_000;

/** Waits until the `WORK` stream says of one of the queues that there is something, or the time is up. */
async function knock(
  work: WorkDispatch,
  queues: readonly string[],
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const over = AbortSignal.any([signal, stop.signal]);
  const heard = queues.map(async (queue) => {
    try {
      await work.takeWork(queue, { signal: over, waitMs });
    } catch {
      await pause(Math.min(waitMs, 250), undefined, { signal: over }).catch(() => {});
    }
  });
  await Promise.race(heard);
  stop.abort();
}
