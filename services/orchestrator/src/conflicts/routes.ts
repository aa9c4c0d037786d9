import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, notFound, rowShape, security } from '@hookline/http';
import type { RouteParts } from '../routes/index.ts';
import type { Conflict } from './conflict.ts';
import { listConflicts } from './list.ts';

const conflict = rowShape<Conflict>(
  'Conflict',
  'Two live sessions that wrote the same path of one project, or one that wrote what somebody else holds by a claim',
);

/** Looking at conflicts. A token of one project sees those of its project. */
export function addConflictRoutes(app: App, { db, allow }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/conflicts',
      summary: 'Conflicts of sessions at work, the newest first',
      security,
      middleware: allow('read'),
      request: {
        query: z.object({
          project: z.string().max(512).optional(),
          session: z.string().max(512).optional(),
          path: z.string().max(1_000).optional(),
          open: z
            .enum(['true', 'false'])
            .optional()
            .openapi({ description: 'Only those that both are still at, or only those that are over' }),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers(
        'The conflicts',
        z.object({ conflicts: z.array(conflict), next: z.string().nullable(), now: z.string() }),
      ),
    }),
    async (c) => {
      const { project: asked, open, limit, ...query } = c.req.valid('query');
      const grant = c.get('grant');
      if (grant.project !== undefined && asked !== undefined && asked !== grant.project) {
        throw new ApiError(403, 'forbidden', `the token "${grant.name}" is for ${grant.project}, not for ${asked}`);
      }
      const found = await listConflicts(db, {
        ...query,
        project: grant.project ?? asked,
        limit,
        ...(open !== undefined && { open: open === 'true' }),
      });
      const conflicts = found.slice(0, limit);
      const next = found.length > limit ? conflicts.at(-1)!.id : null;
      return c.json({ conflicts, next, now: new Date().toISOString() }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/conflicts/{id}',
      summary: 'One conflict',
      security,
      middleware: allow('read'),
      request: { params: z.object({ id: z.string().max(128) }) },
      responses: answers('The conflict', conflict),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const [found] = await listConflicts(db, { id, project: c.get('grant').project, limit: 1 });
      if (found === undefined) throw notFound(`there is no conflict ${id}`, '`hookline conflicts` shows what there is');
      return c.json(found, 200);
    },
  );
}
