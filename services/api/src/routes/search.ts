import { createRoute, z } from '@hono/zod-openapi';
import { answers, answersNothing, notFound, rowShape, security } from '@hookline/http';
import type { SessionBrief } from '@hookline/projections';
import {
  dropSearch,
  findSessions,
  type Hit,
  keepSearch,
  listSearches,
  printQuery,
  type Query,
  queryLengthMax,
  type SavedSearch,
} from '@hookline/search';
import type { AddRoutes } from '../context.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { reachOf, readQuery } from '../search/read-query.ts';
import { withinTime } from '../search/too-long.ts';
import { briefsFor } from '../session-scope.ts';
import { cursorText, limitUpTo, timeText } from '../shapes.ts';

/** A session that was found, with where in it. */
interface Result {
  readonly session: SessionBrief;
  /** Compares inside one answer only; null where no text was asked for. */
  readonly score: number | null;
  readonly hits: readonly Hit[];
}

const queryText = z.string().max(queryLengthMax).default('').openapi({
  description: 'Words, filters and steps: docs/reference/search.md',
  example: 'flaky cart person:ada since:7d',
});
const dollars = z.coerce.number().min(0).max(1e9).optional();
const result = rowShape<Result>(
  'SearchResult',
  'A session (SessionBrief) with its score and where the query was found in it',
);
const read = rowShape<Query>('SearchQuery', 'What was understood: words, phrases, without, filters, chains of steps');

export const addSearchRoutes: AddRoutes = (api, context) => {
  const { db } = context;
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/search',
      summary: 'Sessions by what was said and done in them, the best first; without words, the newest first',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          q: queryText,
          project: z.string().optional(),
          harness: z.string().optional(),
          actor: z.string().optional(),
          model: z.string().optional(),
          state: z.enum(['running', 'waiting', 'idle', 'ended', 'lost']).optional(),
          since: timeText,
          until: timeText,
          costMin: dollars,
          costMax: dollars,
          limit: limitUpTo(100, 20),
          cursor: cursorText,
        }),
      },
      responses: answers(
        'A page of what was found',
        z.object({ query: read, text: z.string(), results: z.array(result), next: z.string().nullable() }),
      ),
    }),
    async (c) => {
      const { q, limit, cursor, ...parameters } = c.req.valid('query');
      const grant = c.get('grant');
      const query = readQuery(q, parameters);
      const after = cursor === undefined ? undefined : placeOf(cursor);
      const found = await withinTime(() =>
        findSessions(db, query, reachOf(grant, parameters.project), { limit, ...(after && { after }) }),
      );
      const names = found.sessions.map(({ session }) => session);
      const briefs = await briefsFor(db, grant, names);
      const results = found.sessions.flatMap(({ session, ...rest }): Result[] => {
        const brief = briefs.get(session);
        return brief === undefined ? [] : [{ session: brief, ...rest }];
      });
      const next = found.next === undefined ? null : writeCursor([found.next.rank, found.next.session]);
      return c.json({ query, text: printQuery(query), results, next }, 200);
    },
  );

  const saved = rowShape<SavedSearch>('SavedSearch', 'A query somebody keeps under a name');
  const named = z.object({ name: z.string().trim().min(1).max(100) });

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/searches',
      summary: 'Saved searches, by name',
      security,
      middleware: context.allow('read'),
      responses: answers('The saved searches', z.object({ searches: z.array(saved) })),
    }),
    async (c) => c.json({ searches: await listSearches(db, c.get('grant').project) }, 200),
  );

  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/searches/{name}',
      summary: 'Saves a query under a name, over the one that was there',
      security,
      middleware: context.allow('read'),
      request: {
        params: named,
        body: {
          required: true,
          content: { 'application/json': { schema: z.strictObject({ q: z.string().min(1).max(queryLengthMax) }) } },
        },
      },
      responses: answers('The saved search', saved),
    }),
    async (c) => {
      const { q } = c.req.valid('json');
      readQuery(q, {});
      const { name, project } = c.get('grant');
      return c.json(await keepSearch(db, { name: c.req.valid('param').name, q, by: name, project }), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/searches/{name}',
      summary: 'Forgets a saved search',
      security,
      middleware: context.allow('read'),
      request: { params: named },
      responses: answersNothing('It is forgotten'),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      if (!(await dropSearch(db, name, c.get('grant').project))) {
        throw notFound(`there is no saved search ${JSON.stringify(name)}`, 'GET /v1/searches lists them');
      }
      return c.body(null, 204);
    },
  );
};

function placeOf(cursor: string) {
  const [rank, session] = readCursor(cursor, 2);
  return { rank: Number(rank), session: String(session) };
}
