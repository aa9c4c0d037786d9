import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { type SessionBrief, sessionBriefs } from '@hookline/projections';
import { type Failure, type FailureExample, listFailures } from '@hookline/search';
import type { AddRoutes } from '../context.ts';
import { filtersOf, reachOf } from '../search/read-query.ts';
import { withinTime } from '../search/too-long.ts';
import { limitUpTo, timeOf, timeText } from '../shapes.ts';

/** What failed how often, with examples whose sessions are told. */
type FailureAnswer = Omit<Failure, 'examples'> & {
  readonly examples: readonly (Omit<FailureExample, 'session'> & { readonly session: SessionBrief })[];
};

const shape = rowShape<FailureAnswer>(
  'Failure',
  'A command, an error or a tool: failures of how many runs, in whose sessions, how, with the newest calls as examples',
);

export const addFailureRoutes: AddRoutes = (api, context) => {
  const { db } = context;
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/failures',
      summary: 'Which command, error or tool failed most, and in whose sessions',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          by: z.enum(['command', 'error', 'tool']).default('command'),
          since: timeText,
          until: timeText,
          project: z.string().optional(),
          harness: z.string().optional(),
          actor: z.string().optional(),
          model: z.string().optional(),
          limit: limitUpTo(200, 20),
        }),
      },
      responses: answers('What failed, the most frequent first', z.object({ failures: z.array(shape) })),
    }),
    async (c) => {
      const { by, since, until, limit, ...parameters } = c.req.valid('query');
      const asked = {
        by,
        limit,
        since: timeOf(since),
        until: timeOf(until),
        filters: filtersOf(parameters),
      };
      const reach = reachOf(c.get('grant'), parameters.project);
      const failures = await withinTime(() => listFailures(db, asked, reach));
      const sessions = failures.flatMap(({ examples }) => examples.map(({ session }) => session));
      const briefs = await sessionBriefs(db, sessions, reach);
      return c.json({ failures: failures.map((failure) => answerOf(failure, briefs)) }, 200);
    },
  );
};

function answerOf(failure: Failure, briefs: ReadonlyMap<string, SessionBrief>): FailureAnswer {
  const examples = failure.examples.flatMap(({ session, ...example }) => {
    const brief = briefs.get(session);
    return brief === undefined ? [] : [{ session: brief, ...example }];
  });
  return { ...failure, examples };
}
