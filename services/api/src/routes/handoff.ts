import { createRoute, z } from '@hono/zod-openapi';
import { type HandOff, handOffMarkdown, makeHandOff } from '@hookline/handoff';
import { answers, rowShape, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';
import { priceFrom } from '../price-from.ts';
import { findSession } from '../session-scope.ts';
import { momentQuery } from '../shapes.ts';
import { stateOf } from '../state-of.ts';

const models = ['turns', 'calls', 'files', 'plans', 'usage'];
const json = answers(
  'The hand-off, as JSON or as Markdown for an agent to read',
  rowShape<HandOff>('HandOff', 'What another agent needs to go on from a session: libs/handoff/src/hand-off.ts'),
);

/** Go on from here: what another agent, of any harness, needs to know of a session at a moment. */
export const addHandOffRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/handoff',
      summary: 'What another agent needs to go on from a session, as of any position',
      security,
      // Whoever takes an item goes on from the session that it came from.
      middleware: context.allow(['read', 'work']),
      request: {
        params: z.object({ id: z.string() }),
        query: z.object({
          ...momentQuery,
          format: z.enum(['json', 'markdown']).default('json'),
          project: z.string().max(512).optional().openapi({ description: 'Only if it is a session of this project' }),
        }),
      },
      responses: {
        ...json,
        200: {
          description: json[200].description,
          content: { ...json[200].content, 'text/markdown': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const { format, project, ...moment } = c.req.valid('query');
      const grant = c.get('grant');
      const narrowed = project === undefined || grant.project !== undefined ? grant : { ...grant, project };
      const { session } = await findSession(context.db, narrowed, c.req.valid('param').id);
      const handOff = makeHandOff(await stateOf(context, session, moment, models), await priceFrom(context));
      if (format === 'json') return c.json(handOff, 200);
      return c.body(handOffMarkdown(handOff), 200, { 'content-type': 'text/markdown; charset=utf-8' });
    },
  );
};
