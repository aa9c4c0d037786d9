import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import { listSessions, type SessionSummary } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { pageOf, readCursor } from '../paging.ts';
import { findSession, projectFor, readableRows } from '../session-scope.ts';
import { cursorText, limitUpTo, timeOf, timeText } from '../shapes.ts';

/** A session as it is answered: its summary, and how completely it was seen. */
type SessionAnswer = Omit<SessionSummary, 'asks' | 'marks'> & {
  readonly tokens: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', number | null>>;
  readonly completeness: Completeness;
};

/** What was seen of a session by which source, and what is known to be missing. */
interface Completeness {
  readonly byHooks: number | null;
  readonly byRecord: number | null;
  readonly merged: number | null;
  /** Ids, in the harness's words; the first hundred. */
  readonly missing: readonly string[];
  readonly missingTotal: number;
  readonly unmapped: number;
  readonly dropped: number;
  readonly openCalls: number;
}

const session = rowShape<SessionAnswer>(
  'Session',
  'One run of a harness, as docs/reference/read-models.md describes it',
);

export const addSessionRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions',
      summary: 'Sessions, the one with the newest event first',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          state: z.enum(['running', 'waiting', 'idle', 'ended', 'lost']).optional(),
          project: z.string().optional(),
          harness: z.string().optional(),
          actor: z.string().optional(),
          since: timeText,
          limit: limitUpTo(1000, 100),
          cursor: cursorText,
        }),
      },
      responses: answers('A page of sessions', z.object({ sessions: z.array(session), next: z.string().nullable() })),
    }),
    async (c) => {
      const { cursor, since, limit, project, ...filters } = c.req.valid('query');
      const before = cursor === undefined ? undefined : readCursor(cursor, 2).map(String);
      const found = await listSessions(context.db, {
        ...given(filters),
        ...given({ project: projectFor(c.get('grant'), project) }),
        ...given({ since: timeOf(since) }),
        ...(before === undefined ? {} : { before: { lastEventAt: before[0]!, session: before[1]! } }),
        asOf: new Date().toISOString(),
        limit: limit + 1,
      });
      const { page, next } = pageOf(found, limit, (last) => [last.lastEventAt ?? last.startedAt, last.session]);
      const visible = await readableRows(context.db, c.get('grant'), page);
      return c.json({ sessions: visible.map(answerSession), next }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}',
      summary: 'One session, by our id, the harness’s own, or the beginning of either',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ id: z.string() }) },
      responses: answers('The session', session),
    }),
    async (c) => c.json(answerSession(await findSession(context.db, c.get('grant'), c.req.valid('param').id)), 200),
  );
};

function answerSession({ asks: _, marks: __, ...row }: SessionSummary): SessionAnswer {
  const { reconciled, unmapped, dropped, openCalls } = row;
  return {
    ...row,
    tokens: {
      input: row.inputTokens,
      output: row.outputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite: row.cacheWriteTokens,
      reasoning: row.reasoningTokens,
    },
    completeness: {
      byHooks: reconciled?.byHooks ?? null,
      byRecord: reconciled?.byRecord ?? null,
      merged: reconciled?.merged ?? null,
      missing: reconciled?.missing ?? [],
      missingTotal: reconciled?.missingTotal ?? 0,
      unmapped,
      dropped,
      openCalls,
    },
  };
}

/** The values that are there: an optional setting is left out, not undefined. */
function given<Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
