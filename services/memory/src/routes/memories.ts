import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, security } from '@hookline/http';
import { derivers, type Memory, memoryKindNames } from '@hookline/memory';
import {
  believedAt,
  countMemories,
  diffOf,
  listMemories,
  readConflicts,
  reasonsOf,
  similarTo,
  TooMuchToFoldError,
} from '@hookline/recall';
import { cursorOf, readCursor } from './cursor.ts';
import { memoryNamed, memoryShape, shownMemories, shownMemory } from './memory-shape.ts';
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

/** Lists, one memory, why it is there, what it was at another moment, what is like it, what contradicts it. */
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
          : pageAt(await asOf(oneProjectFor(grant, project, 'what was believed'), at), wanted, before, limit + 1);
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
      const memory = await memoryNamed(parts, readerOf(c.get('grant')), c.req.valid('param').id);
      const { at } = c.req.valid('query');
      const shown = at === undefined ? memory : await oneAsOf(memory, at);
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
      const memory = await memoryNamed(parts, readerOf(c.get('grant')), c.req.valid('param').id);
      const { from, to = (await parts.log.head()).last } = c.req.valid('query');
      const [before, after] = [await oneAsOf(memory, from), await oneAsOf(memory, to)];
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

  async function asOf(project: string, position: number, ids?: readonly string[]): Promise<Map<string, Memory>> {
    try {
      return await believedAt(db, derivers, { project, ...(ids !== undefined && { ids }) }, position);
    } catch (error) {
      if (!(error instanceof TooMuchToFoldError)) throw error;
      throw new ApiError(422, 'too-much', error.message, { hint: 'ask about one memory, or another position' });
    }
  }

  async function oneAsOf(memory: Memory, position: number): Promise<Memory | undefined> {
    return (await asOf(memory.project, position, [memory.id])).get(memory.id);
  }
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

interface Wanted {
  readonly scope?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly anchor?: string | undefined;
}

/** As the list of today's memories is asked for. A moment of the log has no clock: statuses are as they were folded. */
function pageAt(
  believed: ReadonlyMap<string, Memory>,
  { scope, kinds, status, reasons, text, anchor }: Wanted,
  before: { readonly lastSeen: string; readonly id: string } | undefined,
  limit: number,
): Memory[] {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return [...believed.values()]
    .filter(
      (memory) =>
        (scope === undefined || memory.scope === scope) &&
        (kinds === undefined || kinds.includes(memory.kind)) &&
        (status === undefined || memory.status === status) &&
        (reasons === undefined || reasons.includes(memory.reason)) &&
        (anchor === undefined || memory.anchors.includes(anchor)) &&
        words.every((word) => `${memory.title} ${memory.statement} ${memory.about}`.toLowerCase().includes(word)),
    )
    .sort((a, b) => compare(b.lastSeen, a.lastSeen) || compare(b.id, a.id))
    .filter(
      (one) =>
        before === undefined ||
        one.lastSeen < before.lastSeen ||
        (one.lastSeen === before.lastSeen && one.id < before.id),
    )
    .slice(0, limit);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
