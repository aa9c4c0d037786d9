import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import { knownPack, planInjection } from '@hookline/memory';
import { readPack } from '@hookline/recall';
import type { RouteParts } from './parts.ts';

const name = z.string().min(1).max(512).optional();
const query = z.object({
  project: name.openapi({ description: 'The project; a token of one project is of that project' }),
  actor: name.openapi({ description: 'The person, whose own memories are then among them' }),
});

const card = z.object({ text: z.string(), memories: z.array(z.string()), tokens: z.int() }).openapi('SessionCard');

const entry = z
  .object({
    id: z.string(),
    kind: z.string(),
    about: z.string(),
    scope: z.string(),
    statement: z.string(),
    trust: z.string(),
    sessions: z.int(),
    lastSeen: z.string(),
    pinned: z.boolean(),
    helpful: z.int(),
    harmful: z.int(),
    confidence: z.number(),
    purpose: z.string().optional(),
    by: z.string().optional(),
    approved: z.object({ by: z.string(), at: z.string() }).optional(),
    anchors: z.array(z.string()),
    words: z.string(),
  })
  .openapi('PackEntry');

const pack = z
  .object({
    format: z.literal(1),
    project: z.string(),
    actor: z.string().optional(),
    entries: z.array(entry),
    left: z.int().openapi({ description: 'Memories there was no room for' }),
  })
  .openapi('Pack');

/**
 * `GET /v1/recall/pack`: everything an edge needs to tell agents what matters without asking; and `GET /v1/recall/card`:
 * what they are told when a session starts.
 */
export function addPackRoutes(app: App, { db, allow }: RouteParts): void {
  const whose = (grant: { tenant: string; project?: string }, asked: z.infer<typeof query>) => {
    const project = grant.project ?? asked.project;
    if (project === undefined) {
      throw new ApiError(400, 'bad-request', 'found no project, expected ?project=<project id>');
    }
    return { tenant: grant.tenant, project, ...(asked.actor !== undefined && { actor: asked.actor }) };
  };

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/recall/pack',
      summary: 'What an edge holds of a project, so that it can tell agents what matters by itself',
      security,
      middleware: allow('recall'),
      request: { query, headers: z.object({ 'if-none-match': z.string().max(200).optional() }) },
      responses: { ...answers('The pack', pack), 304: { description: 'It is still the one of the given tag' } },
    }),
    async (c) => {
      const known = /^(?:W\/)?"([^"]*)"$/.exec(c.req.valid('header')['if-none-match'] ?? '')?.[1];
      const made = await readPack(db, whose(c.get('grant'), c.req.valid('query')), { nowMs: Date.now(), known });
      c.header('etag', `"${made.tag}"`);
      c.header('cache-control', 'private, no-cache');
      if (made.pack === undefined) return c.body(null, 304);
      return c.json(made.pack as unknown as z.infer<typeof pack>, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/recall/card',
      summary: 'What is put before an agent when its session starts in this project',
      security,
      middleware: allow('recall'),
      request: { query },
      responses: { ...answers('The card', card), 204: { description: 'There is nothing to tell' } },
    }),
    async (c) => {
      const nowMs = Date.now();
      const made = await readPack(db, whose(c.get('grant'), c.req.valid('query')), { nowMs });
      const told = { memories: new Set<string>(), tokens: 0 };
      const planned = planInjection(knownPack(made.pack!), { surface: 'session-start', told, nowMs });
      if (planned === undefined) return c.body(null, 204);
      return c.json({ text: planned.text, memories: [...planned.memories], tokens: planned.tokens }, 200);
    },
  );
}
