import { createRoute, z } from '@hono/zod-openapi';
import { archivist, readArchive, readCheckpoint, waitForPosition } from '@hookline/db';
import { ApiError, answersAs, readSince, security } from '@hookline/http';
import { inlineBodies } from '@hookline/log';
import type { AddRoutes, ApiContext } from '../context.ts';
import { answerLines } from '../ndjson.ts';
import { projectFor } from '../session-scope.ts';
import { positionText } from '../shapes.ts';

/** Events are read in small batches: one may take 256 KiB, and a reader may be slow. */
const eventsAtOnce = 100;
const archivedWithinMs = 30_000;

export const addExportRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/events/export',
      summary: 'Everything in the log, or since a time, as JSON lines: the leaving door',
      description:
        'The headers `hookline-log` and `hookline-until` say which log it is and which position the answer reaches; `hookline-project` is there when only events of that project (percent-encoded) are answered. An answer that broke off goes on with `after` (with `as=recorded`, the position of its last line).',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          since: z.string().optional().openapi({ description: 'What happened then or later' }),
          project: z.string().optional(),
          after: positionText.default(0),
          until: positionText.optional(),
          as: z.enum(['event', 'recorded']).default('event').openapi({
            description: '`event`: a CloudEvent a line; `recorded`: `{position, event}` a line',
          }),
          texts: z.enum(['inline', 'references']).default('inline').openapi({
            description: 'Long texts in their places, or as references to /v1/bodies',
          }),
        }),
      },
      responses: answersAs('One event per line, by position', 'application/x-ndjson'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const sinceMs = query.since === undefined ? undefined : readSince(query.since).getTime();
      const { identity, archived } = await everythingArchived(context);
      const until = Math.min(query.until ?? archived, archived);
      c.header('hookline-log', identity);
      c.header('hookline-until', String(until));
      const project = projectFor(c.get('grant'), query.project);
      if (project !== undefined) c.header('hookline-project', encodeURIComponent(project));
      return answerLines(c, exported(context, { ...query, project, sinceMs, until }), context.logger);
    },
  );
};

/** How far the archive goes once it has everything that was acknowledged before the question. */
async function everythingArchived({ db, log, signal }: ApiContext): Promise<{ identity: string; archived: number }> {
  const { identity, last } = await log.head();
  const before = (await readCheckpoint(db, archivist))?.position ?? 0;
  if (before >= last) return { identity, archived: before };
  await waitForPosition(db, last, { signal, timeoutMs: archivedWithinMs }).catch((cause: unknown) => {
    throw new ApiError(503, 'not-archived', `the log goes to ${last}, the archive not yet: is the projector running?`, {
      hint: 'hookline doctor; then ask again',
      cause,
    });
  });
  return { identity, archived: last };
}

interface Wanted {
  readonly after: number;
  readonly until: number;
  readonly project: string | undefined;
  readonly sinceMs: number | undefined;
  readonly as: 'event' | 'recorded';
  readonly texts: 'inline' | 'references';
}

async function* exported({ db, bodies }: ApiContext, wanted: Wanted): AsyncIterable<unknown> {
  const { until, project, sinceMs, as, texts } = wanted;
  for (let after = wanted.after; after < until; ) {
    const events = await readArchive(db, { after, until, project, limit: eventsAtOnce });
    for (const { position, event: stored } of events) {
      if (sinceMs !== undefined && Date.parse(stored.time) < sinceMs) continue;
      const event = texts === 'inline' ? await inlineBodies(stored, bodies) : stored;
      yield as === 'recorded' ? { position, event } : event;
    }
    if (events.length < eventsAtOnce) return;
    after = events[events.length - 1]!.position;
  }
}
