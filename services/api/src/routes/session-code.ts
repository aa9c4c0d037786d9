import { createRoute, z } from '@hono/zod-openapi';
import { answers, security } from '@hookline/http';
import { codeOfSession, ties } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { findSession } from '../session-scope.ts';
import { recordedShape } from '../shapes.ts';

const eventsMax = 10_000;

/** What became of a session's work on the code host: commits, pull requests, reviews and CI. */
export const addSessionCodeRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/code',
      summary: 'Commits, pull requests, reviews and CI runs that belong to a session',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ id: z.string() }) },
      responses: answers(
        'Events of the code host by time; `by` says what ties each to the session, `branch` being the weakest',
        z.object({ session: z.string(), events: z.array(recordedShape.extend({ by: z.enum(ties) })) }),
      ),
    }),
    async (c) => {
      const { project } = c.get('grant');
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      return c.json({ session, events: await codeOfSession(context.db, session, { project, limit: eventsMax }) }, 200);
    },
  );
};
