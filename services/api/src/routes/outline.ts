import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import type { Database } from '@hookline/db';
import { answers, rowShape, security } from '@hookline/http';
import { resolveSession } from '@hookline/projections';
import { compress } from 'hono/compress';
import { sql } from 'kysely';
import type { AddRoutes } from '../context.ts';
import { type Outline, outlineOf } from '../outline/outline.ts';
import { readOutline } from '../outline/read-outline.ts';
import { findSession, readable } from '../session-scope.ts';
import { positionText } from '../shapes.ts';

/** The whole course of a session in one small answer: what a time line is drawn from. */
export const addOutlineRoutes: AddRoutes = (api, context) => {
  api.use('/v1/sessions/:id/outline', compress());
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/outline',
      summary: 'Everything that happened in a session, in columns, without inputs and outputs',
      security,
      middleware: context.allow('read'),
      request: {
        params: z.object({ id: z.string() }),
        query: z.object({
          after: positionText
            .optional()
            .openapi({ description: '`last` of the answer before: only what came after it, where that stands behind' }),
        }),
      },
      responses: answers(
        'Events in session order, and entries that begin and end at the number of an event (from 0; -1: not ended, or begun before `after`). Of each list the fields are columns of one length',
        rowShape<Outline>('Outline', 'The course of a session in columns'),
      ),
    }),
    async (c) => {
      const session = await findSessionId(context.db, c.get('grant'), c.req.valid('param').id);
      return c.json(outlineOf(session, await readOutline(context.db, session, c.req.valid('query').after)), 200);
    },
  );

  api.use('/v1/sessions/:id/outline/costs', compress());
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/outline/costs',
      summary: 'What each answer of a model in a session cost, reported or computed, in columns',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ id: z.string() }) },
      responses: answers(
        'Costs by message; an answer whose cost nobody knows is not there',
        z.object({ session: z.string(), message: z.array(z.string()), costUsd: z.array(z.number()) }),
      ),
    }),
    async (c) => {
      const session = await findSessionId(context.db, c.get('grant'), c.req.valid('param').id);
      return c.json({ session, ...(await readCosts(context.db, session)) }, 200);
    },
  );
};

/** What each answer of a model cost, by its message, as far as anybody knows. */
async function readCosts(db: Database, session: string): Promise<{ message: string[]; costUsd: number[] }> {
  const { rows } = await sql<{ message: string; cost: number }>`
    select message, cost_usd as cost from read.costs
    where session = ${session} and message is not null and cost_usd is not null`.execute(db.kysely);
  return { message: rows.map(({ message }) => message), costUsd: rows.map(({ cost }) => cost) };
}

/** The session alone, without what its summary counts: most of the time of a small answer would go there. */
async function findSessionId(db: Database, grant: Grant, given: string): Promise<string> {
  const { session, candidates } = await resolveSession(db, given);
  const own = session !== undefined && candidates.length === 1 ? await readable(db, grant, [session]) : [];
  return own[0] ?? (await findSession(db, grant, given)).session;
}
