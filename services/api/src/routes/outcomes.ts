import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { type OutcomeGroup, type OutcomeSums, outcomeDimensions, outcomesBy } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { projectFor } from '../session-scope.ts';
import { timeOf, timeText } from '../shapes.ts';

const dimension = z.enum(outcomeDimensions);

/** What became of the work: commits, pull requests, CI, and what a merged pull request cost. */
export const addOutcomeRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/outcomes',
      summary:
        'Commits, pull requests, merge rate, CI and cost per merged pull request, by harness, model, person or project',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          by: dimension.default('harness'),
          since: timeText.openapi({
            description: 'Only sessions that did something since then: a time, or how long ago',
          }),
          until: timeText.openapi({ description: 'Only sessions that began before then' }),
          project: z.string().optional(),
          harness: z.string().optional(),
          actor: z.string().optional(),
        }),
      },
      responses: answers(
        'Groups, the one with most merged pull requests first, and all sessions together',
        z.object({
          by: dimension,
          groups: z.array(
            rowShape<OutcomeGroup>(
              'OutcomeGroup',
              'What became of some sessions, see docs/how-to/costs-and-outcomes.md',
            ),
          ),
          total: rowShape<OutcomeSums>('OutcomeSums', 'What became of all of them; what two groups share counts once'),
        }),
      ),
    }),
    async (c) => {
      const { by, since, until, project, ...filter } = c.req.valid('query');
      const grant = c.get('grant');
      const outcomes = await outcomesBy(context.db, by, {
        ...filter,
        project: projectFor(grant, project),
        of: grant.project,
        since: timeOf(since),
        until: timeOf(until),
      });
      return c.json({ by, groups: [...outcomes.groups], total: outcomes.total }, 200);
    },
  );
};
