import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import { memoryKindNames } from '@hookline/memory';
import { countMemories, listMemories, readConflicts, similarTo } from '@hookline/recall';
import { asOf, oneAsOf, pageAt } from './as-of.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { memoryNamed, memoryShape, mustBeOwn, shownMemories } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { idParam, oneProjectFor, positionText, projectFor, projectText, readerOf } from './query.ts';

const listQuery = z.object({
  project: projectText.optional(),
  scope: z.string().max(600).optional(),
  kind: z.string().max(400).optional().openapi({ description: 'Kinds with commas between' }),
  status: z.enum(['proposed', 'active', 'retired']).optional(),
  reason: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Why they have their status, several with commas between', example: 'needs-review' }),
  q: z.string().max(200).optional().openapi({ description: 'Words in title, statement or subject' }),
  file: z.string().max(1_000).optional().openapi({ description: 'A path it stands on' }),
  at: positionText.optional().openapi({
    description: 'What was believed when the log had come to this position; needs a project',
  }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(2_000).optional(),
});

const counts = z.object({
  proposed: z.int(),
  waiting: z.int().openapi({ description: 'Of the proposed, those that were seen often enough to ask a person about' }),
  active: z.int(),
  retired: z.int(),
});
const page = z.object({
  memories: z.array(memoryShape),
  counts: counts.optional().openapi({
    description: 'How many there are in all, whatever status is asked for; not with `at`, nor on further pages',
  }),
  next: z.string().nullable(),
});

/** Lists, one memory, now or as it was, what is like it, what contradicts it. */
export function addMemoryRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory',
      summary: 'Memories, what was seen last first; or those of a project as of a position',
      security,
      middleware: allow('recall'),
      request: { query: listQuery },
      responses: answers('A page of memories', page),
    }),
    async (c) => {
      const { project, kind, q, file, at, limit, cursor, reason, scope, status } = c.req.valid('query');
      const grant = c.get('grant');
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const now = new Date();
      const reasons = reason?.split(',').map((one) => one.trim());
      const wanted = { scope, status, reasons, kinds: kindsOf(kind), text: q, anchor: file };
      // Without a project asked for, somebody of one project also sees what others let hold there.
      const narrowed = { ...wanted, project: project && projectFor(grant, project), now };
      const found =
        at === undefined
          ? await listMemories(db, readerOf(grant), { ...narrowed, before, limit: limit + 1 })
          : pageAt(
              await asOf(parts, oneProjectFor(grant, project, 'what was believed'), at),
              wanted,
              before,
              limit + 1,
            );
      const memories = found.slice(0, limit);
      const last = memories.at(-1);
      const next = found.length > limit && last !== undefined ? cursorOf(last) : null;
      const counted =
        at === undefined && before === undefined ? { counts: await countMemories(db, readerOf(grant), narrowed) } : {};
      return c.json({ memories: await shownMemories(parts, memories), ...counted, next }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/conflicts',
      summary: 'Pairs of memories that cannot both be followed where both hold',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answers(
        'The conflicts',
        z.object({
          conflicts: z.array(
            z.object({
              about: z.string(),
              why: z.enum(['same-subject', 'opposed']),
              memories: z.array(memoryShape),
            }),
          ),
        }),
      ),
    }),
    async (c) => {
      const grant = c.get('grant');
      const found = await readConflicts(db, readerOf(grant), projectFor(grant, c.req.valid('query').project));
      const conflicts = await Promise.all(
        found.map(async ({ about, why, memories }) => ({ about, why, memories: await shownMemories(parts, memories) })),
      );
      return c.json({ conflicts }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}',
      summary: 'One memory, now or as of a position',
      security,
      middleware: allow('recall'),
      request: { params: idParam, query: z.object({ at: positionText.optional() }) },
      responses: answers('The memory', memoryShape),
    }),
    async (c) => {
      const reader = readerOf(c.get('grant'));
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      const { at } = c.req.valid('query');
      if (at !== undefined) mustBeOwn(reader, memory);
      const shown = at === undefined ? memory : await oneAsOf(parts, memory, at);
      if (shown === undefined) {
        throw new ApiError(404, 'not-found', `at position ${at} there was no memory ${memory.id} yet`, {
          hint: `it begins at position ${memory.positions.from}`,
        });
      }
      return c.json((await shownMemories(parts, [shown]))[0]!, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}/similar',
      summary: 'Memories of the same kind and scope that say much the same: what it could be merged with',
      security,
      middleware: allow('recall'),
      request: { params: idParam, query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }) },
      responses: answers(
        'The most alike first',
        z.object({ similar: z.array(z.object({ memory: memoryShape, likeness: z.number() })) }),
      ),
    }),
    async (c) => {
      const reader = readerOf(c.get('grant'));
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      const found = await similarTo(db, reader, memory, c.req.valid('query').limit);
      const shown = await shownMemories(
        parts,
        found.map((one) => one.memory),
      );
      return c.json({ similar: found.map(({ likeness }, at) => ({ memory: shown[at]!, likeness })) }, 200);
    },
  );
}

function kindsOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const kinds = text.split(',').map((kind) => kind.trim());
  const unknown = kinds.find((kind) => !memoryKindNames.some((name) => name === kind));
  if (unknown === undefined) return kinds;
  throw new ApiError(
    400,
    'bad-request',
    `kind: found ${JSON.stringify(unknown)}, expected ${memoryKindNames.join(', ')}`,
  );
}
