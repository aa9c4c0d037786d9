import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, security } from '@hookline/http';
import { sql } from 'kysely';
import type { RouteParts } from '../../routes/index.ts';
import { attemptsOf } from '../attempts.ts';
import { UnknownItemError } from '../commands.ts';
import { shown } from '../item.ts';
import { workStates } from '../state.ts';
import { unknownItem } from './door.ts';
import { itemShape, ofItem, pageShape, queue } from './shapes.ts';

const filter = z.string().max(512).optional();
const historyMax = 2_000;
const childrenMax = 500;

const queueShape = z
  .object({
    queue: z.string(),
    offered: z.int(),
    claimed: z.int(),
    waiting: z.int(),
    dead: z.int(),
    oldestOfferedAt: z.string().nullable().openapi({ description: 'Of what is due and nobody has taken' }),
    doneToday: z.int().openapi({ description: 'Since midnight UTC' }),
  })
  .openapi('WorkQueue');

const oneShape = itemShape
  .extend({
    history: z.array(
      z.looseObject({
        id: z.string(),
        position: z.int().nullable().openapi({ description: 'Null until the log has it' }),
        time: z.string(),
        kind: z.string(),
      }),
    ),
    attemptsMade: z.array(
      z.object({
        attempt: z.int(),
        worker: z.string(),
        fence: z.int(),
        claimedAt: z.string(),
        endedAt: z.string().optional(),
        outcome: z.enum(['running', 'done', 'failed', 'lost', 'split', 'cancelled']),
        error: z.string().optional(),
        session: z.string().optional(),
        costUsd: z.number().optional(),
      }),
    ),
    children: z.array(itemShape),
  })
  .openapi('WorkItemWhole');

/** What there is to see of work. */
export function addLookingRoutes(app: App, { db, allow }: RouteParts): void {
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
          state: z.enum(workStates).optional(),
          session: filter.openapi({ description: 'The session that it is about, or that works on it' }),
          firing: filter,
          parent: filter,
          project: filter,
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers('The items', pageShape),
    }),
    async (c) => {
      const { queue, state, session, firing, parent, limit, cursor, project: asked } = c.req.valid('query');
      const own = c.get('grant').project;
      let query = db.kysely.selectFrom('workItems').selectAll().orderBy('offeredAt', 'desc').orderBy('item', 'desc');
      for (const [column, value] of Object.entries({ queue, state, firing, parent, project: asked })) {
        if (value !== undefined) query = query.where(column as 'queue', '=', value);
      }
      if (own !== undefined) query = query.where('project', '=', own);
      if (session !== undefined) {
        query = query.where((where) => where.or([where('session', '=', session), where('doneIn', '=', session)]));
      }
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
      method: 'get',
      path: '/v1/work/queues',
      summary: 'Queues that have open or dead items, or had work today',
      security,
      middleware: allow('work'),
      responses: answers('The queues, by name', z.object({ queues: z.array(queueShape), next: z.null() })),
    }),
    async (c) => {
      const today = sql<string>`date_trunc('day', now())`;
      const count = (condition: string) => sql<number>`count(*) filter (where ${sql.raw(condition)})`;
      let query = db.kysely
        .selectFrom('workItems')
        .select([
          'queue',
          count(`state = 'offered'`).as('offered'),
          count(`state = 'claimed'`).as('claimed'),
          count(`state = 'waiting'`).as('waiting'),
          count(`state = 'dead'`).as('dead'),
          count(`state = 'completed'`).as('doneToday'),
          sql<string | null>`min(due_at) filter (where state = 'offered' and due_at <= now())`.as('oldestOfferedAt'),
        ])
        .where((where) =>
          where.or([
            where('state', 'in', ['offered', 'claimed', 'waiting', 'dead']),
            where.and([where('state', '=', 'completed'), where('endedAt', '>=', today)]),
          ]),
        )
        .groupBy('queue')
        .orderBy('queue')
        .limit(1_000);
      const { project } = c.get('grant');
      if (project !== undefined) query = query.where('project', '=', project);
      return c.json({ queues: await query.execute(), next: null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/work/items/{id}',
      summary: 'One item, with all that was said of it, its attempts and its parts',
      security,
      middleware: allow('work'),
      request: { params: ofItem },
      responses: answers('The item', oneShape),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { project } = c.get('grant');
      const row = await db.kysely.selectFrom('workItems').selectAll().where('item', '=', id).executeTakeFirst();
      if (row === undefined || (project !== undefined && row.project !== project)) {
        throw unknownItem(new UnknownItemError(id));
      }
      const said = await db.kysely
        .selectFrom('workHistory')
        .select(['event', 'position', 'at', 'kind', 'data'])
        .where('item', '=', id)
        .orderBy('number', 'desc')
        .limit(historyMax)
        .execute();
      const children = await db.kysely
        .selectFrom('workItems')
        .selectAll()
        .where('parent', '=', id)
        .orderBy('offeredAt')
        .orderBy('item')
        .limit(childrenMax)
        .execute();
      const entries = said.toReversed();
      const history = entries.map(({ event, position, at, kind, data }) => ({
        ...data,
        id: event,
        position,
        time: at,
        kind,
      }));
      return c.json({ ...shown(row), history, attemptsMade: attemptsOf(entries), children: children.map(shown) }, 200);
    },
  );
}
