import { createRoute, z } from '@hono/zod-openapi';
import { answers, security } from '@hookline/http';
import { listFacets } from '@hookline/search';
import type { AddRoutes } from '../context.ts';
import { filtersOf, reachOf } from '../search/read-query.ts';
import { withinTime } from '../search/too-long.ts';
import { timeText } from '../shapes.ts';

const facet = z
  .object({ value: z.string(), label: z.string(), sessions: z.number().int() })
  .openapi('Facet', { description: 'A value of sessions, how people call it, and how many sessions have it' });
const values = z.array(facet);

export const addFacetRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/facets',
      summary: 'What sessions can be filtered by, with how many have it',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({ since: timeText }),
      },
      responses: answers(
        'Projects, harnesses, people and models, the most frequent first',
        z.object({ projects: values, harnesses: values, actors: values, models: values }),
      ),
    }),
    async (c) => {
      const { since } = c.req.valid('query');
      const reach = reachOf(c.get('grant'), undefined);
      const facets = await withinTime(() => listFacets(context.db, filtersOf({ since }), reach));
      return c.json(facets as never, 200);
    },
  );
};
