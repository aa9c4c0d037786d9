import { createRoute, type z } from '@hono/zod-openapi';
import { type App, answers, security } from '@hookline/http';
import type { RouteParts } from '../../routes/index.ts';
import { complete, confirmCancelled, fail, heartbeat, progress, StaleFenceError, split, start } from '../commands.ts';
import { shown, type WorkRow } from '../item.ts';
import { told, type WorkDoor } from './door.ts';
import { bodies, heldShape, inJson, itemShape, ofItem } from './shapes.ts';

/** What the holder of an item says of it. Every report comes with the fence of its claim, or with its lease as the token. */
export function addReportRoutes(app: App, { db, held, signal }: RouteParts, door: WorkDoor): void {
  /** A report that is answered with the item. */
  const add = <Body extends z.ZodType<{ fence?: number | undefined }>>(
    name: 'done' | 'fail' | 'started' | 'split' | 'cancelled',
    summary: string,
    body: Body,
    run: (item: string, fence: number, given: z.output<Body>, from: string) => Promise<WorkRow>,
  ) =>
    app.openapi(
      createRoute({
        method: 'post',
        path: `/v1/work/items/{id}/${name}`,
        summary,
        security,
        middleware: door.reporter(),
        request: { params: ofItem, ...inJson(body as z.ZodType) },
        responses: answers('The item', itemShape),
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const given = c.req.valid('json' as never) as z.output<Body>;
        await door.checkProject(c.get('grant'), id);
        const fence = door.fenceOf(c, given.fence);
        return c.json(shown(await told(run(id, fence, given, c.get('grant').name))), 200);
      },
    );

  add('done', 'Ends an item well', bodies.done, async (item, fence, { result, doneIn, costUsd }, from) =>
    complete(db, item, fence, { result: await door.clean(result), doneIn, costUsd, from }),
  );
  add(
    'fail',
    'Ends an attempt badly: the item is offered again, or dead after its last attempt',
    bodies.fail,
    async (item, fence, { error, doneIn, costUsd, final }, from) =>
      fail(db, item, fence, { error: await door.cleanText(error), doneIn, costUsd, final, from }),
  );
  add(
    'started',
    'Says which session works on an item, or in which folder one is about to begin',
    bodies.started,
    async (item, fence, { session, folder, host, harness }, from) =>
      start(db, item, fence, { session, folder, host, harness, from }),
  );
  add(
    'split',
    'Splits an item into parts: it waits until they are together',
    bodies.split,
    async (item, fence, given, from) => {
      const { children, join } = await door.clean({ children: given.children, join: given.join });
      return await split(db, item, fence, { parts: children, join, from });
    },
  );
  add('cancelled', 'Says that its holder stopped, as it was asked to', bodies.cancelled, (item, fence, _, from) =>
    confirmCancelled(db, item, fence, { from }),
  );

  const answered = async (row: WorkRow) => ({
    leaseUntil: row.leaseUntil!,
    lease: await door.leaseOf(row),
    cancel: row.cancelling === null ? null : { by: row.cancelling.by, reason: row.cancelling.reason },
  });

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/progress',
      summary: 'Says how far an item is; its claim lasts on',
      security,
      middleware: door.reporter(),
      request: { params: ofItem, ...inJson(bodies.progress) },
      responses: answers('The claim, and whether to stop', heldShape),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { fence, note, share, leaseMs } = c.req.valid('json');
      await door.checkProject(c.get('grant'), id);
      const said = { note: await door.cleanText(note), share, leaseMs, from: c.get('grant').name };
      return c.json(await answered(await told(progress(db, id, door.fenceOf(c, fence), said))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/heartbeat',
      summary:
        'Says that its holder lives: its claim lasts on. Waits, if asked to, until the holder has to know something',
      security,
      middleware: door.reporter(),
      request: { params: ofItem, ...inJson(bodies.heartbeat) },
      responses: answers('The claim, and whether to stop', heldShape),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { fence: given, leaseMs, waitMs } = c.req.valid('json');
      await door.checkProject(c.get('grant'), id);
      const fence = door.fenceOf(c, given);
      // Listens before it looks: what happens in between is heard.
      using listening = held.listen(id);
      let row = await told(heartbeat(db, id, fence, { leaseMs, from: c.get('grant').name }));
      if (waitMs > 0 && row.cancelling === null) {
        await listening.wait(waitMs, AbortSignal.any([signal, c.req.raw.signal]));
        row = await told(stillHeld(id, fence));
      }
      return c.json(await answered(row), 200);
    },
  );

  async function stillHeld(item: string, fence: number): Promise<WorkRow> {
    const row = await db.kysely.selectFrom('workItems').selectAll().where('item', '=', item).executeTakeFirstOrThrow();
    if (row.state === 'claimed' && row.fence === fence) return row;
    throw new StaleFenceError(row, fence);
  }
}
