import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, notFound, security } from '@hookline/http';
import { readSaid, toldIn } from '@hookline/recall';
import type { RouteParts } from './parts.ts';
import { positionText, readerOf } from './query.ts';

const said = z
  .object({
    id: z.string().openapi({ example: 'said_4711' }),
    position: z.int(),
    scope: z.string(),
    session: z.string(),
    actor: z.string().nullable(),
    time: z.string(),
    by: z.enum(['person', 'agent']),
    trust: z.enum(['user', 'agent', 'tool', 'external']),
    text: z.string(),
    whole: z.boolean().openapi({
      description: 'False where the text is so long that only its ends are told; the event has the rest',
    }),
  })
  .openapi('Said');

const telling = z
  .object({
    position: z.int(),
    time: z.string(),
    surface: z.string(),
    about: z.string().nullable().openapi({ description: 'What called for it: a path, a command, an error' }),
    heldOut: z
      .boolean()
      .openapi({ description: 'True where it was not told, to compare with sessions that were told' }),
    tokens: z.int(),
    memories: z.array(
      z.object({
        memory: z.string(),
        kind: z.string().nullable().openapi({ description: 'Null, as are the rest, where the memory is gone' }),
        title: z.string().nullable(),
        statement: z.string().nullable().openapi({ description: 'As it is now' }),
        outcome: z.enum(['helpful', 'harmful', 'ignored']).nullable(),
      }),
    ),
  })
  .openapi('Telling');

/** `GET /v1/memory/told`: what agents of a session were told; `GET /v1/memory/said/{position}`: what was said, whole. */
export function addToldRoutes(app: App, { db, allow }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/told',
      summary: 'What the agent of a session was told, and what came of it',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ session: z.string().min(1).max(512) }) },
      responses: answers('The newest 200 times, in order', z.object({ told: z.array(telling) })),
    }),
    async (c) => {
      const { session } = c.req.valid('query');
      const told = await toldIn(db, readerOf(c.get('grant')), session);
      if (told === undefined) {
        throw notFound(`there is no session ${JSON.stringify(session)}`, 'expected the whole id of a session');
      }
      return c.json({ told: told.map(({ memories, ...one }) => ({ ...one, memories: [...memories] })) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/said/{position}',
      summary: 'What was said in an event that recall found, whole',
      security,
      middleware: allow('recall'),
      request: { params: z.object({ position: positionText }) },
      responses: answers('What was said', said),
    }),
    async (c) => {
      const { position } = c.req.valid('param');
      const found = await readSaid(db, readerOf(c.get('grant')), position);
      if (found !== undefined) return c.json(found, 200);
      throw notFound(
        `nothing that was said is remembered of position ${position}`,
        'hits of kind `said` name such positions; what expired or was revoked is not told any more',
      );
    },
  );
}
