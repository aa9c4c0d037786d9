import { createRoute, z } from '@hono/zod-openapi';
import { findEvent, readArchive } from '@hookline/db';
import { ApiError, answers, answersAs, notFound, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';
import { type EventFilter, readKinds } from '../event-filter.ts';
import { answerEventStream, readStart } from '../event-stream.ts';
import { refuseExpired } from '../expired.ts';
import { findSession, projectFor } from '../session-scope.ts';
import { limitUpTo, positionText, recordedShape } from '../shapes.ts';

const filters = z.object({
  session: z.string().optional(),
  kind: z
    .string()
    .max(1000)
    .optional()
    .openapi({ description: 'Kinds with commas between; tool. is all that begin so' }),
  project: z.string().optional(),
});
const start = z.string().max(20).optional().openapi({
  description: 'A position, or latest. A page begins at 0 without it, a stream at the newest',
});

export const addEventRoutes: AddRoutes = (api, context) => {
  const filterOf = async (
    c: { get(name: 'grant'): Parameters<typeof projectFor>[0] },
    query: z.infer<typeof filters>,
  ) =>
    ({
      project: projectFor(c.get('grant'), query.project),
      kinds: readKinds(query.kind),
      session: query.session && (await findSession(context.db, c.get('grant'), query.session)).session,
    }) satisfies EventFilter;

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/events',
      summary: 'The log, by position; with `accept: text/event-stream` as /v1/events/stream',
      security,
      middleware: context.allow('read'),
      request: { query: filters.extend({ after: start, until: positionText.optional(), limit: limitUpTo(2000, 500) }) },
      responses: answers(
        'A page of the log; `next` is what to give as `after` for the next page',
        z.object({
          events: z.array(recordedShape),
          next: z.number().nullable(),
          head: z.object({ first: z.number(), last: z.number() }),
        }),
      ),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const filter = await filterOf(c, query);
      if (c.req.header('accept')?.includes('text/event-stream')) {
        const after = await readStart(context, c.req.header('last-event-id'), query.after ?? 'latest');
        return answerEventStream(c, context, { after, until: query.until, filter }) as never;
      }
      const { first, last } = await context.log.head();
      const after = await readStart(context, undefined, query.after ?? '0');
      const events = await readArchive(context.db, {
        ...withoutUndefined(filter),
        after,
        ...(query.until === undefined ? {} : { until: query.until }),
        limit: query.limit,
      });
      const next = events.length === query.limit ? events.at(-1)!.position : null;
      return c.json({ events, next, head: { first, last } }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/events/stream',
      summary: 'The log as server-sent events, live, to be resumed by Last-Event-ID',
      security,
      middleware: context.allow('read'),
      request: { query: filters.extend({ after: start, until: positionText.optional() }) },
      responses: answersAs('Each event with its position as id', 'text/event-stream'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const after = await readStart(context, c.req.header('last-event-id'), query.after ?? 'latest');
      return answerEventStream(c, context, { after, until: query.until, filter: await filterOf(c, query) });
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/events/{position}',
      summary: 'One event',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ position: positionText }) },
      responses: answers('The event at that position', recordedShape),
    }),
    async (c) => {
      const { position } = c.req.valid('param');
      const found = (await findEvent(context.db, { position })) ?? (await context.log.get(position));
      const project = c.get('grant').project;
      if (!found) await refuseExpired(context.db, c.get('grant'), position);
      if (found && (project === undefined || found.event.project === project)) return c.json(found, 200);
      const { last } = await context.log.head();
      if (position >= 1 && position <= last) throw notFound(`nothing is held at position ${position}`);
      throw new ApiError(404, 'out-of-range', `position ${position} is not in the log: it spans 1 to ${last}`);
    },
  );
};

function withoutUndefined({ session, project, kinds }: EventFilter) {
  return {
    ...(session === undefined ? {} : { session }),
    ...(project === undefined ? {} : { project }),
    ...(kinds === undefined ? {} : { kinds: [...kinds] }),
  };
}
