import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, security } from '@hookline/http';
import { derivers } from '@hookline/memory';
import { diffOf, reasonsOf } from '@hookline/recall';
import { oneAsOf } from './as-of.ts';
import { memoryNamed, memoryShape, mustBeOwn, shownMemory } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { idParam, positionText, readerOf } from './query.ts';

const evidenceShape = z.object({
  position: z.int(),
  session: z.string(),
  actor: z.string().nullable(),
  time: z.string().nullable().openapi({ description: 'Null where the event is no longer kept' }),
  title: z.string().nullable().openapi({ description: 'How the session began, in the words of its person' }),
  role: z.enum(['support', 'contradict', 'origin', 'curation']),
  summary: z.string(),
  revoked: z.boolean(),
});

const whyShape = z
  .object({
    memory: memoryShape,
    evidence: z.array(evidenceShape),
    decisions: z.array(z.looseObject({ type: z.string(), position: z.int(), time: z.string() })),
    shown: z.array(
      z.object({
        session: z.string(),
        position: z.int(),
        time: z.string(),
        title: z.string().nullable(),
        surface: z.string(),
        about: z.string().nullable().openapi({ description: 'What called for it: a path, a command, an error' }),
        tokens: z.int().openapi({ description: 'Of the whole injection' }),
        heldOut: z.boolean(),
        outcome: z.enum(['helpful', 'harmful', 'ignored']),
      }),
    ),
    hiddenSessions: z.int().openapi({ description: 'Sessions of other projects it rests on as well' }),
  })
  .openapi('MemoryReasons');

const diffShape = z
  .object({
    memory: z.string(),
    from: z.int(),
    to: z.int(),
    before: z.boolean(),
    after: z.boolean(),
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    evidence: z.object({ added: z.array(z.int()), removed: z.array(z.int()) }),
  })
  .openapi('MemoryDiff');

/** Why a memory is there, and what changed of it. */
export function addReasonRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}/why',
      summary: 'One memory with the events it was made of, what people decided, and where it was shown',
      security,
      middleware: allow('recall'),
      request: {
        params: idParam,
        query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
      },
      responses: answers('The memory and its reasons', whyShape),
    }),
    async (c) => {
      const reader = readerOf(c.get('grant'));
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      const reasons = await reasonsOf(db, derivers, reader, memory, c.req.valid('query').limit);
      const decided = reasons.decisions[0]?.position;
      return c.json(
        {
          memory: shownMemory(memory, decided, Date.now()),
          ...reasons,
        } as never,
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}/diff',
      summary: 'What changed of a memory from one position to another',
      security,
      middleware: allow('recall'),
      request: { params: idParam, query: z.object({ from: positionText, to: positionText.optional() }) },
      responses: answers('The difference', diffShape),
    }),
    async (c) => {
      const reader = readerOf(c.get('grant'));
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      mustBeOwn(reader, memory);
      const { from, to = (await parts.log.head()).last } = c.req.valid('query');
      const [before, after] = [await oneAsOf(parts, memory, from), await oneAsOf(parts, memory, to)];
      const { changes, evidence, ...there } = diffOf(before, after);
      return c.json(
        {
          memory: memory.id,
          from,
          to,
          ...there,
          changes,
          evidence,
        } as never,
        200,
      );
    },
  );
}
