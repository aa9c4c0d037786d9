import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, notFound, personHeader, rowShape, security, whoSays } from '@hookline/http';
import { sql } from 'kysely';
import type { RouteParts } from '../routes/index.ts';
import { type Delivery, redrive, shown } from './dead-letters.ts';

const delivery = rowShape<Delivery>('WebhookDelivery', 'A webhook that a firing owes, and what became of it');
const redriven = z.object({ redriven: z.int() });

/** Webhooks: what became of each, and trying dead ones again. */
export function addWebhookRoutes(app: App, { db, allow }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks',
      summary: 'Webhooks of firings and what became of each, the newest first',
      security,
      middleware: allow('read'),
      request: {
        query: z.object({
          state: z.enum(['due', 'delivered', 'dead']).optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers('The webhooks', z.object({ webhooks: z.array(delivery), next: z.string().nullable() })),
    }),
    async (c) => {
      const { state, limit, cursor } = c.req.valid('query');
      const { project } = c.get('grant');
      let query = db.kysely
        .selectFrom('webhookDeliveries')
        .selectAll()
        .orderBy('createdAt', 'desc')
        .orderBy('delivery', 'desc')
        .limit(limit + 1);
      if (project !== undefined) query = query.where('project', '=', project);
      if (state !== undefined) query = query.where('state', '=', state);
      if (cursor !== undefined) {
        const last = sql<boolean>`(created_at, delivery) <
          (select created_at, delivery from webhook_deliveries where delivery = ${cursor})`;
        query = query.where(last);
      }
      const rows = await query.execute();
      const webhooks = rows.slice(0, limit).map(shown);
      return c.json({ webhooks, next: rows.length > limit ? webhooks.at(-1)!.id : null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/redrive',
      summary: 'Has dead webhooks tried again, at most 1,000 at once',
      security,
      middleware: allow('work'),
      request: {
        body: {
          required: true,
          content: {
            'application/json': { schema: z.strictObject({ rule: z.string().max(200).optional() }) },
          },
        },
      },
      responses: answers('How many are tried again', redriven),
    }),
    async (c) => {
      const grant = c.get('grant');
      const chosen = { ...c.req.valid('json'), project: grant.project };
      return c.json({ redriven: await redrive(db, chosen, whoSays(grant, c.req.header(personHeader))) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/redrive',
      summary: 'Has one dead webhook tried again, under the same id',
      security,
      middleware: allow('work'),
      request: { params: z.object({ id: z.string().max(128) }) },
      responses: answers('That it is tried again', redriven),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const grant = c.get('grant');
      const chosen = { delivery: id, project: grant.project };
      const count = await redrive(db, chosen, whoSays(grant, c.req.header(personHeader)));
      if (count === 0) {
        throw notFound(
          `there is no dead webhook ${id}`,
          'GET /v1/webhooks?state=dead (`hookline webhooks list`) lists them',
        );
      }
      return c.json({ redriven: count }, 200);
    },
  );
}
