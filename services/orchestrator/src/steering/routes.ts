import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, personHeader, rowShape, security, whoSays } from '@hookline/http';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import type { RouteParts } from '../routes/index.ts';
import { defaultExpiryMs, send, textMax } from './commands.ts';
import { ErrandDoor } from './errands.ts';
import { type Errand, type Message, shown } from './message.ts';

const sessionsMax = 500;
const knownMax = 1_000;
const waitMsMax = 30_000;

const session = z.string().min(1).max(512);
const message = rowShape<Message>('SteerMessage', 'A message for a running session, and what became of it');
const errand = rowShape<Errand>('SteerErrand', 'A message that somebody has to bring to a session');
const sendBody = z
  .strictObject({
    session,
    text: z.string().trim().min(1).max(textMax).openapi({ description: 'What the agent is told' }),
    expiresInMs: z
      .int()
      .min(1_000)
      .max(7 * 86_400_000)
      .default(defaultExpiryMs),
    at: z.enum(['prompt', 'call']).optional().openapi({ description: 'Only there; default: at whatever comes first' }),
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected at most 128 letters, digits, dashes and underscores')
      .optional()
      .openapi({ description: 'Sent once, however often this id is sent with this token' }),
  })
  .openapi('SteerSending');
const pendingBody = z
  .strictObject({
    sessions: z.array(session).max(sessionsMax),
    known: z.array(z.string().max(128)).max(knownMax).default([]).openapi({
      description: 'Messages that were told already: they are left out, and said to be gone once they are',
    }),
    waitMs: z.int().min(0).max(waitMsMax).default(0),
  })
  .openapi('SteerPending');

/** Leaving messages for running sessions, seeing what became of them, and fetching them for those sessions. */
export function addSteeringRoutes(app: App, { db, allow, redactor, signal }: RouteParts): void {
  const door = new ErrandDoor(db, signal);

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/steering',
      summary: 'Leaves a message for a running session; one that cannot be told is refused at once, with the reason',
      security,
      middleware: allow('work'),
      request: { body: { required: true, content: { 'application/json': { schema: sendBody } } } },
      responses: {
        201: { description: 'The message', content: { 'application/json': { schema: message } } },
        default: answers('', message).default,
      },
    }),
    async (c) => {
      const { id = randomUUID(), text, ...asked } = c.req.valid('json');
      const clean = await redactor.redactText(text);
      const grant = c.get('grant');
      const row = await db.transaction((trx) =>
        send(trx, {
          ...asked,
          text: clean,
          id: eventId('steer', grant.tokenId, id),
          by: whoSays(grant, c.req.header(personHeader)),
          project: grant.project,
        }),
      );
      return c.json(shown(row), 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/steering',
      summary: 'Messages for running sessions and what became of each, the newest first',
      security,
      middleware: allow('read'),
      request: {
        query: z.object({
          session: session.optional(),
          state: z.enum(['waiting', 'delivered', 'expired', 'refused']).optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers('The messages', z.object({ messages: z.array(message), next: z.string().nullable() })),
    }),
    async (c) => {
      const { session: of, state, limit, cursor } = c.req.valid('query');
      const { project } = c.get('grant');
      let query = db.kysely
        .selectFrom('steerMessages')
        .selectAll()
        .orderBy('sentAt', 'desc')
        .orderBy('message', 'desc')
        .limit(limit + 1);
      if (project !== undefined) query = query.where('project', '=', project);
      if (of !== undefined) query = query.where('session', '=', of);
      if (state !== undefined) query = query.where('state', '=', state);
      if (cursor !== undefined) {
        const last = sql<boolean>`(sent_at, message) <
          (select sent_at, message from steer_messages where message = ${cursor})`;
        query = query.where(last);
      }
      const rows = await query.execute();
      const messages = rows.slice(0, limit).map(shown);
      return c.json({ messages, next: rows.length > limit ? messages.at(-1)!.message : null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/steering/pending',
      summary: 'What waits for these sessions; waits until there is something, if asked to',
      description:
        'At least once: a message is answered until `steer.ended` says in the log what became of it. Whoever brings it to the agent does so once for each id.',
      security,
      middleware: allow('ingest'),
      request: { body: { required: true, content: { 'application/json': { schema: pendingBody } } } },
      responses: answers(
        'Messages that were not known, the oldest first, and known ones that are over',
        z.object({ messages: z.array(errand), gone: z.array(z.string()), now: z.string() }),
      ),
    }),
    async (c) => {
      const { waitMs, ...asked } = c.req.valid('json');
      const { project } = c.get('grant');
      const { messages, gone } = await door.wait({ ...asked, project }, waitMs, c.req.raw.signal);
      return c.json({ messages: [...messages], gone: [...gone], now: new Date().toISOString() }, 200);
    },
  );
}
