import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { type Doing, listSessions, presentOf, type SharedFile, silentSessionMs } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { projectFor, readable } from '../session-scope.ts';

/** Live sessions that are looked at: the newest. */
const sessionsMax = 500;
const liveStates = new Set(['running', 'waiting', 'idle']);

export const addNowRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/now',
      summary: 'What live sessions do at this moment, and which of them are in the same files',
      security,
      middleware: context.allow('read'),
      request: { query: z.object({ project: z.string().optional() }) },
      responses: answers(
        'Calls that run, newest first, and shared files',
        z.object({
          asOf: z.string(),
          sessions: z.number().int().openapi({ description: 'How many live sessions were looked at' }),
          doing: z.array(rowShape<Doing>('Doing', 'A call that has not ended, or what it left running')),
          shared: z.array(rowShape<SharedFile>('SharedFile', 'A file that several live sessions touched')),
        }),
      ),
    }),
    async (c) => {
      const grant = c.get('grant');
      const now = new Date();
      // What was silent for longer is lost, and the files of a live session that were touched before are history.
      const since = new Date(now.getTime() - silentSessionMs).toISOString();
      const project = projectFor(grant, c.req.valid('query').project);
      const newest = await listSessions(context.db, { asOf: now.toISOString(), since, project, limit: sessionsMax });
      const live = newest.filter(({ state }) => liveStates.has(state)).map(({ session }) => session);
      const visible = await readable(context.db, grant, live);
      const present = await presentOf(context.db, visible, { filesSince: since });
      return c.json({ asOf: now.toISOString(), sessions: visible.length, ...present } as never, 200);
    },
  );
};
