import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, security } from '@hookline/http';
import { likelyFiles, placeOf } from '@hookline/recall';
import type { RouteParts } from './parts.ts';
import { oneProjectFor, projectText } from './query.ts';

const asked = z
  .object({
    prompt: z
      .string()
      .trim()
      .min(1)
      .max(20_000)
      .openapi({ description: 'What is to be done; the first 6,000 signs count' }),
    project: projectText.optional().openapi({ description: 'A token of one project is of that' }),
    actor: z.string().min(1).max(512).optional().openapi({ description: 'Whose own sessions count most' }),
    limit: z.int().min(1).max(50).default(5),
  })
  .openapi('FilesRequest');

const likely = z
  .object({
    files: z.array(
      z.object({
        path: z.string(),
        score: z.number().openapi({ description: 'Compares files of this answer, and nothing else' }),
        why: z.array(z.enum(['named', 'similar-work', 'path', 'often'])).openapi({
          description: 'What speaks for it, the strongest first',
        }),
        sessions: z.array(z.string()).openapi({
          description: 'Sessions of similar work that changed it, the most alike first; at most five',
        }),
      }),
    ),
  })
  .openapi('LikelyFiles');

/** `POST /v1/recall/files`: which files some work is likely to change. */
export function addFilesRoute(app: App, { db, allow }: RouteParts): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/recall/files',
      summary: 'Which files some work is likely to change, by what similar work changed',
      security,
      middleware: allow('recall'),
      request: { body: { required: true, content: { 'application/json': { schema: asked } } } },
      responses: answers('The likeliest first', likely),
    }),
    async (c) => {
      const grant = c.get('grant');
      const { prompt, actor, limit, ...named } = c.req.valid('json');
      const project = oneProjectFor(grant, named.project, 'which files work will change');
      const place = await placeOf(db, { tenant: grant.tenant, project, actor });
      const found = await likelyFiles(db, { prompt, limit }, place, Date.now());
      return c.json(
        {
          files: found.map(({ path, score, why, sessions }) => ({
            path,
            score: Math.round(score * 100_000) / 100_000,
            why: [...why],
            sessions: [...sessions],
          })),
        },
        200,
      );
    },
  );
}
