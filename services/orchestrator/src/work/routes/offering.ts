import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import type { RouteParts } from '../../routes/index.ts';
import { cancel, offer, redrive, redriveQueue } from '../commands.ts';
import { shown } from '../item.ts';
import { told, type WorkDoor } from './door.ts';
import { bodies, inJson, inQueue, itemShape, ofItem } from './shapes.ts';

/** Putting work up, calling it off, putting it up again. */
export function addOfferingRoutes(app: App, { db, allow }: RouteParts, door: WorkDoor): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/{queue}',
      summary: 'Offers an item on a queue',
      security,
      middleware: allow('work'),
      request: { params: inQueue, ...inJson(bodies.offer) },
      responses: {
        201: { description: 'The item', content: { 'application/json': { schema: itemShape } } },
        default: answers('', itemShape).default,
      },
    }),
    async (c) => {
      const grant = c.get('grant');
      const { id: item = randomUUID(), attempts: attemptsMax, payload, children, join, ...rest } = c.req.valid('json');
      if (grant.project !== undefined && rest.project !== undefined && rest.project !== grant.project) {
        throw new ApiError(403, 'forbidden', `this token is for the project ${grant.project}`);
      }
      const clean = await door.clean({ payload, children, join });
      const offered = {
        ...rest,
        ...clean,
        item,
        queue: c.req.valid('param').queue,
        attemptsMax,
        by: grant.name,
        project: grant.project ?? rest.project,
      };
      return c.json(shown(await told(db.transaction((trx) => offer(trx, offered)))), 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/cancel',
      summary: 'Calls an item off, with its parts; a holder is asked to stop',
      security,
      middleware: allow('work'),
      request: { params: ofItem, ...inJson(bodies.cancel) },
      responses: answers('The item', itemShape),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await door.checkProject(c.get('grant'), id);
      const off = { by: c.get('grant').name, reason: await door.cleanText(c.req.valid('json').reason) };
      return c.json(shown(await told(db.transaction((trx) => cancel(trx, id, off)))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/items/{id}/redrive',
      summary: 'Puts an item up again that is dead, cancelled or expired',
      security,
      middleware: allow('work'),
      request: { params: ofItem, ...inJson(bodies.redrive) },
      responses: answers('The item', itemShape),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await door.checkProject(c.get('grant'), id);
      const wish = { by: c.get('grant').name, reason: await door.cleanText(c.req.valid('json').reason) };
      return c.json(shown(await told(db.transaction((trx) => redrive(trx, id, wish)))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/work/{queue}/redrive',
      summary: 'Puts up again what is dead in a queue, the oldest first',
      security,
      middleware: allow('work'),
      request: { params: inQueue, ...inJson(bodies.redriveQueue) },
      responses: answers('How many there were', z.object({ redriven: z.int() })),
    }),
    async (c) => {
      const { project, name } = c.get('grant');
      const { reason, limit } = c.req.valid('json');
      const wish = { by: name, reason: await door.cleanText(reason), project, most: limit };
      return c.json({ redriven: await told(redriveQueue(db, c.req.valid('param').queue, wish)) }, 200);
    },
  );
}
