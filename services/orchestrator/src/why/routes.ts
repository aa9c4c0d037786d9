import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, notFound, rowShape, security } from '@hookline/http';
import type { RouteParts } from '../routes/index.ts';
import { type EventWhy, explainEvent } from './explain-event.ts';
import { explainFiring, type FiringWhy } from './explain-firing.ts';
import { readFirings } from './firing-rows.ts';
import { readHeld, type ShownHeld } from './held.ts';
import { type ShownFiring, shownFirings } from './shown-firing.ts';
import { findSubject } from './subject.ts';

const firing = rowShape<ShownFiring>('Firing', 'A firing: what matched, and what became of its actions');
const oneFiring = rowShape<FiringWhy>('FiringWhy', 'A firing with the values it stood on and the chain it is part of');
const held = rowShape<ShownHeld>('HeldFiring', 'What would have been a firing, and what kept it from being one');
const why = rowShape<EventWhy | FiringWhy>('RuleWhy', 'What rules made of an event, clause by clause; or a firing');
const limit = z.coerce.number().int().min(1).max(1_000).default(50);
const cursor = z.string().max(64).optional().openapi({ description: '`next` of the page before' });
const session = z.string().max(512).optional();
const ruleName = z.string().max(64);
const id = z.string().max(128);

/** What fired, what was held, and why. */
export function addWhyRoutes(
  app: App,
  { db, log, allow, budgets }: Pick<RouteParts, 'db' | 'log' | 'allow' | 'budgets'>,
): void {
  const common = { method: 'get' as const, security, middleware: allow('read') };
  const firings = answers('The firings', z.object({ firings: z.array(firing), next: z.string().nullable() }));

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/firings',
      summary: 'Firings of all rules, the newest first',
      request: { query: z.object({ session, rule: ruleName.optional(), limit, cursor }) },
      responses: firings,
    }),
    async (c) => {
      const { project } = c.get('grant');
      const { rows, next } = await readFirings(db, { project, ...c.req.valid('query') });
      return c.json({ firings: await shownFirings(db, rows, project), next }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/firings/{id}',
      summary: 'One firing: the events and values it stood on, its actions, and the chain it is part of',
      request: { params: z.object({ id }) },
      responses: answers('The firing', oneFiring),
    }),
    async (c) => {
      const { id: wanted } = c.req.valid('param');
      const found = await explainFiring(db, wanted, c.get('grant').project);
      if (found === undefined) throw notFound(`there is no firing ${wanted}`, '`hookline rules firings` lists them');
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/held',
      summary: 'What would have fired and was held, the newest first: by a limit, a switch, a gate, or being history',
      request: {
        query: z.object({
          rule: ruleName.optional(),
          by: z.string().max(40).optional(),
          event: id.optional(),
          limit,
          cursor: z.coerce.number().int().positive().optional(),
        }),
      },
      responses: answers('What was held', z.object({ held: z.array(held), next: z.string().nullable() })),
    }),
    async (c) => c.json(await readHeld(db, { project: c.get('grant').project, ...c.req.valid('query') }), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/why',
      summary: 'Why rules fired, or did not, for an event, a position of the log, or a firing',
      request: {
        query: z.object({
          event: id.optional().openapi({ description: 'Id of an event' }),
          firing: id.optional(),
          position: z.coerce.number().int().positive().optional(),
          rule: ruleName.optional().openapi({ description: 'Only of this rule' }),
        }),
      },
      responses: answers('Why', why),
    }),
    async (c) => {
      const { rule, ...asked } = c.req.valid('query');
      const { project } = c.get('grant');
      const subject = await findSubject({ db, log }, asked, project);
      if ('firing' in subject) return c.json((await explainFiring(db, subject.firing, project))!, 200);
      const found = await explainEvent(db, subject.event, { rule, project, depth: budgets.depth });
      if (rule !== undefined && found.rules.length === 0)
        throw notFound(`there is no rule called ${rule}`, '`hookline rules list` names them');
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/{name}/firings',
      summary: 'Firings of one rule, the newest first',
      request: { params: z.object({ name: ruleName }), query: z.object({ session, limit, cursor }) },
      responses: firings,
    }),
    async (c) => {
      const { project } = c.get('grant');
      const { name: rule } = c.req.valid('param');
      const { rows, next } = await readFirings(db, { project, rule, ...c.req.valid('query') });
      return c.json({ firings: await shownFirings(db, rows, project), next }, 200);
    },
  );
}
