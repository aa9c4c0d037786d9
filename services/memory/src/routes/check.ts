import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import { derivers } from '@hookline/memory';
import { beginRebuild, MemoriesUnsettledError, memoryProgress, verifyMemories } from '@hookline/recall';
import type { RouteParts } from './parts.ts';

const verification = z
  .object({
    position: z.int().openapi({ description: 'Up to this position of the log' }),
    sessions: z.int(),
    memories: z.int(),
    digest: z.string().openapi({ description: 'Of the memories that are kept' }),
    expected: z.string().openapi({ description: 'Of those that follow from the archive alone' }),
    differing: z.array(z.object({ memory: z.string(), found: z.boolean(), expected: z.boolean() })),
  })
  .openapi('MemoryVerification');

const progress = z
  .object({
    position: z.int(),
    sessions: z.int().openapi({ description: 'Still to be observed' }),
    memories: z.int().openapi({ description: 'Still to be folded' }),
    faults: z
      .array(z.object({ session: z.string(), fault: z.string() }))
      .openapi({ description: 'Sessions that could not be observed, or not whole; empty for a token of one project' }),
  })
  .openapi('MemoryProgress');

const timeoutMs = 600_000;

/** `GET /v1/memory/progress`, `POST /v1/memory/verify` and `POST /v1/memory/rebuild`. */
export function addCheckRoutes(app: App, { db, allow }: RouteParts): void {
  let running = false;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/progress',
      summary: 'How far memories are behind the log',
      security,
      middleware: allow('recall'),
      responses: answers('Where it stands', progress),
    }),
    async (c) => {
      const found = await memoryProgress(db);
      const faults = c.get('grant').project === undefined ? [...found.faults] : [];
      return c.json({ ...found, faults }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/verify',
      summary: 'Make every memory from the archive alone and compare with what is kept',
      security,
      middleware: allow('admin'),
      responses: answers('What was found', verification),
    }),
    async (c) => {
      if (running) throw new ApiError(409, 'busy', 'a check is running already', { hint: 'ask again when it is done' });
      running = true;
      try {
        const found = await verifyMemories(
          db,
          derivers,
          AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(timeoutMs)]),
        );
        return c.json({ ...found, differing: [...found.differing] }, 200);
      } catch (error) {
        if (error instanceof MemoriesUnsettledError) throw new ApiError(409, 'unsettled', error.message);
        throw error;
      } finally {
        running = false;
      }
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/rebuild',
      summary: 'Begin again from the first event; what is known is told until the new memories are there',
      security,
      middleware: allow('admin'),
      responses: answers('It began', progress),
    }),
    async (c) => {
      await beginRebuild(db);
      const begun = await memoryProgress(db);
      return c.json({ ...begun, faults: [...begun.faults] }, 200);
    },
  );
}
