import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { listPulls, type Pull, type SessionBrief } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { pageOf, readCursor } from '../paging.ts';
import { briefsFor, projectFor } from '../session-scope.ts';
import { cursorText, limitUpTo, timeOf, timeText } from '../shapes.ts';

type PullAnswer = Omit<Pull, 'sessions'> & { readonly sessions: readonly SessionBrief[] };

/** Pull requests with the sessions behind them. */
export const addPullRoutes: AddRoutes = (api, context) => {
  const { db } = context;
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/pulls',
      summary:
        'Pull requests, the one that moved last first, with CI, reviews, cost and the sessions that worked on each',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          state: z.enum(['open', 'merged', 'closed']).optional(),
          project: z.string().optional(),
          since: timeText.openapi({
            description: 'Only those opened, merged or closed since then: a time, or how long ago',
          }),
          limit: limitUpTo(200, 50),
          cursor: cursorText,
        }),
      },
      responses: answers(
        'A page of pull requests',
        z.object({
          pulls: z.array(rowShape<PullAnswer>('Pull', 'A pull request, see docs/how-to/costs-and-outcomes.md')),
          next: z.string().nullable(),
        }),
      ),
    }),
    async (c) => {
      const { state, project, since, limit, cursor } = c.req.valid('query');
      const grant = c.get('grant');
      const after = cursor === undefined ? undefined : readCursor(cursor, 2).map(String);
      const found = await listPulls(db, {
        state,
        project: projectFor(grant, project),
        since: timeOf(since),
        limit: limit + 1,
        after: after === undefined ? undefined : { movedAt: after[0]!, pull: after[1]! },
      });
      const { page, next } = pageOf(found, limit, (last) => [last.movedAt, last.pull]);
      const names = page.flatMap(({ sessions }) => sessions);
      const briefs = await briefsFor(db, grant, names);
      const pulls = page.map(({ pull: _, sessions, ...row }) => ({
        ...row,
        sessions: sessions.flatMap((session) => briefs.get(session) ?? []),
      }));
      return c.json({ pulls, next }, 200);
    },
  );
};
