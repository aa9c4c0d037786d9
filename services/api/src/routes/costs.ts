import { createRoute, z } from '@hono/zod-openapi';
import { pricesOf, versionOf } from '@hookline/costs';
import { answers, rowShape, security } from '@hookline/http';
import { type CostSums, costDimensions, costsBy } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { projectFor } from '../session-scope.ts';
import { timeOf, timeText } from '../shapes.ts';

type CostGroup = CostSums & { readonly key: string | null; readonly then?: string | null };

const dimension = z.enum(costDimensions);

/** What model calls took and cost. */
export const addCostRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/costs',
      summary: 'Tokens and cost per person, project, harness, model, day or session, or by two of them',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          by: dimension.default('harness'),
          // biome-ignore lint/suspicious/noThenProperty: a word of the API; it is a text, which nobody awaits
          then: dimension.optional(),
          since: timeText,
          until: timeText,
          project: z.string().optional(),
          harness: z.string().optional(),
          actor: z.string().optional(),
          model: z.string().optional(),
        }),
      },
      responses: answers(
        'Groups, the dearest first (days in order), and everything together; `unpricedCalls` are in no sum',
        z.object({
          by: dimension,
          // biome-ignore lint/suspicious/noThenProperty: a word of the API; it is a text, which nobody awaits
          then: dimension.nullable(),
          groups: z.array(
            rowShape<CostGroup>('CostGroup', 'Sums over some model calls, as docs/reference/prices.md describes them'),
          ),
          total: rowShape<CostSums>('CostSums', 'Sums over all of them'),
          prices: z.object({ version: z.string() }),
        }),
      ),
    }),
    async (c) => {
      const { by, then: second, since, until, project, ...filter } = c.req.valid('query');
      const grant = c.get('grant');
      const { groups, total } = await costsBy(context.db, by, {
        ...filter,
        second,
        project: projectFor(grant, project),
        of: grant.project,
        since: timeOf(since),
        until: timeOf(until),
      });
      const named = groups.map(({ second: then, ...group }) => (second === undefined ? group : { ...group, then }));
      const version = versionOf(await pricesOf(context.db));
      // biome-ignore lint/suspicious/noThenProperty: a word of the API; it is a text, which nobody awaits
      return c.json({ by, then: second ?? null, groups: named, total, prices: { version } }, 200);
    },
  );
};
