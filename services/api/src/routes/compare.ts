import { createRoute, z } from '@hono/zod-openapi';
import { type Comparison, compareStates } from '@hookline/compare';
import { answers, rowShape, security } from '@hookline/http';
import { knownContents } from '../compare/known-contents.ts';
import type { AddRoutes } from '../context.ts';
import { priceFrom } from '../price-from.ts';
import { findSession } from '../session-scope.ts';
import { momentQuery, positionText } from '../shapes.ts';
import { stateOf } from '../state-of.ts';

const models = ['turns', 'calls', 'files', 'plans', 'usage', 'agents'];

/** Two moments of one session, or two sessions, side by side. */
export const addCompareRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/compare',
      summary: 'Two sessions, or two positions of one, side by side: files, plan, calls, time, cost, outcome',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          left: z.string().openapi({ description: 'A session' }),
          right: z.string().openapi({ description: 'A session; may be the same' }),
          leftAt: positionText.optional(),
          rightAt: positionText.optional(),
          by: momentQuery.by,
        }),
      },
      responses: answers(
        'Both sides, and what is the same and what is not',
        rowShape<Comparison>('Comparison', 'As libs/compare/src/comparison.ts describes it'),
      ),
    }),
    async (c) => {
      const { left, right, leftAt, rightAt, by } = c.req.valid('query');
      const side = async (given: string, at: number | undefined) => {
        const { session } = await findSession(context.db, c.get('grant'), given);
        const moment = { at, by };
        const state = await stateOf(context, session, moment, models);
        return { state, contents: await knownContents(context, session, moment) };
      };
      const [one, other] = [await side(left, leftAt), await side(right, rightAt)];
      const contents = { left: one.contents, right: other.contents };
      const price = await priceFrom(context);
      return c.json(compareStates(one.state, other.state, { price, contents }), 200);
    },
  );
};
