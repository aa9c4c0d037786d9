import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { changesAt, type SessionChange } from '@hookline/workspace';
import type { AddRoutes } from '../context.ts';
import { findSession } from '../session-scope.ts';
import { momentQuery } from '../shapes.ts';
import { workspaceAt } from '../workspace/workspaces.ts';

const change = rowShape<SessionChange>(
  'SessionChange',
  'A path that a session changed: what it holds (`after`, a FileAt), and what it held before as far as that is known (`before`: hashes, `absent`)',
);

/** More paths are not told of. */
const filesMax = 5_000;

/** What a session made of its files, so that somebody else can go on from them. */
export const addChangeRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/workspace/changes',
      summary: 'What a session changed by a moment, file by file',
      security,
      // Whoever takes an item goes on from what the session that it came from left.
      middleware: context.allow(['read', 'work']),
      request: { params: z.object({ id: z.string() }), query: z.object(momentQuery) },
      responses: answers(
        'The changed files, by path; `more` counts those that are left out of a long answer',
        z.object({
          session: z.string(),
          project: z.string().nullable(),
          at: z.number().nullable(),
          by: z.enum(['log', 'session']),
          files: z.array(change),
          more: z.number().int(),
        }),
      ),
    }),
    async (c) => {
      const { session, project } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { at, by } = c.req.valid('query');
      const { workspace, order } = await workspaceAt(context, session, { at, by });
      const all = changesAt(workspace, order);
      const files = all.slice(0, filesMax);
      return c.json({ session, project, at: at ?? null, by, files, more: all.length - files.length }, 200);
    },
  );
};
