import { createRoute, z } from '@hono/zod-openapi';
import { archiveRange, readSession } from '@hookline/db';
import { ApiError, answers, answersAs, security } from '@hookline/http';
import { inlineBodies } from '@hookline/log';
import { type CloudEvent, orderOf, type RecordedEvent } from '@hookline/schemas';
import type { AddRoutes, ApiContext } from '../context.ts';
import { answerLines } from '../ndjson.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { findSession } from '../session-scope.ts';
import { cursorText, limitUpTo, positionText, recordedShape } from '../shapes.ts';

const id = z.object({ id: z.string() });

export const addSessionEventRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/events',
      summary: 'The events of a session, arranged as they happened',
      security,
      middleware: context.allow('read'),
      request: {
        params: id,
        query: z.object({
          from: positionText.optional().openapi({ description: 'The first position wanted' }),
          until: positionText.optional().openapi({ description: 'The last position wanted' }),
          at: positionText.optional().openapi({ description: 'The same as until' }),
          limit: limitUpTo(2000, 500),
          cursor: cursorText,
        }),
      },
      responses: answers(
        'A page of events with the positions that the session spans',
        z.object({
          session: z.string(),
          range: z.object({ first: z.number(), last: z.number() }),
          events: z.array(recordedShape),
          next: z.string().nullable(),
        }),
      ),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { from, at, until = at, limit, cursor } = c.req.valid('query');
      const range = await rangeOf(context, session, from, until);
      const after = cursor === undefined ? undefined : placeOf(cursor);
      const events = await readSession(context.db, session, {
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        ...(after === undefined ? {} : { after }),
        limit,
      });
      const last = events.length === limit ? events.at(-1) : undefined;
      const next = last ? writeCursor([orderOf(last.event), last.position]) : null;
      return c.json({ session, range, events, next }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/export',
      summary: 'The events of a session as JSON lines: the leaving door',
      security,
      middleware: context.allow('read'),
      request: { params: id },
      responses: answersAs('One CloudEvent per line, long texts in their places', 'application/x-ndjson'),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      return answerLines(c, exportSession(context, session), context.logger);
    },
  );
};

async function* exportSession({ db, bodies }: ApiContext, session: string): AsyncIterable<CloudEvent> {
  let after: { order: string; position: number } | undefined;
  for (;;) {
    const events: RecordedEvent[] = await readSession(db, session, { ...(after && { after }), limit: 500 });
    for (const { event } of events) yield await inlineBodies(event, bodies);
    const last = events.at(-1);
    if (last === undefined) return;
    after = { order: orderOf(last.event), position: last.position };
  }
}

async function rangeOf(
  { db }: ApiContext,
  session: string,
  from: number | undefined,
  until: number | undefined,
): Promise<{ first: number; last: number }> {
  const range = await archiveRange(db, session);
  if (range === undefined) return { first: 0, last: 0 };
  const { first, last } = range;
  if ((from !== undefined && from > last) || (until !== undefined && until < first)) {
    const asked = from !== undefined && from > last ? from : until;
    throw new ApiError(404, 'out-of-range', `position ${asked} is not in this session: it spans ${first} to ${last}`, {
      hint: `ask for positions from ${first} to ${last}`,
    });
  }
  return { first, last };
}

function placeOf(cursor: string): { order: string; position: number } {
  const [order, position] = readCursor(cursor, 2);
  return { order: String(order), position: Number(position) };
}
