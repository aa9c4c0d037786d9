import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import { type CommandCard, type Memory, sessionCard } from '@hookline/memory';
import type { RouteParts } from './parts.ts';

const cardShape = z.object({ text: z.string(), memories: z.array(z.string()), tokens: z.int() }).openapi('SessionCard');

/** `GET /v1/recall/card`: what is put before an agent when its session starts. */
export function addCardRoute(app: App, { db, allow }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/recall/card',
      summary: 'What is put before an agent when its session starts in this project',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: z.string().min(1).max(512).optional() }) },
      responses: { ...answers('The card', cardShape), 204: { description: 'There is nothing to tell' } },
    }),
    async (c) => {
      const project = c.get('grant').project ?? c.req.valid('query').project;
      if (project === undefined) {
        throw new ApiError(400, 'bad-request', 'found no project, expected ?project=<project id>');
      }
      const rows = await db.kysely
        .selectFrom('memories')
        .select('memory')
        .where('scope', '=', `project:${project}`)
        .where('kind', '=', 'command')
        .execute();
      const card = sessionCard(
        project,
        rows.map((row) => cardOf(row.memory as Memory)),
      );
      if (card === undefined) return c.body(null, 204);
      return c.json({ ...card, memories: [...card.memories] }, 200);
    },
  );
}

function cardOf(memory: Memory): CommandCard {
  return {
    ...(memory.details as object),
    memory: memory.id,
    status: memory.status,
    sessions: memory.support.sessions,
    lastSeen: memory.lastSeen,
  } as CommandCard;
}
