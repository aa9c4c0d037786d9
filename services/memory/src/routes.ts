import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '@hookline/db';
import {
  type Allow,
  type ApiDocument,
  ApiError,
  type App,
  type AppOptions,
  answers,
  createApp,
  documentOf,
  forDocument,
  notFound,
  security,
} from '@hookline/http';
import { type CommandCard, sessionCard, statementOf } from '@hookline/memory';
import { findMemory, readCard, readCards, readEvidence, readProjects } from './run-store.ts';

const evidenceMax = 100;

const memoryShape = z
  .object({
    id: z.string(),
    project: z.string(),
    kind: z.literal('command'),
    key: z.string().openapi({ example: 'npm test' }),
    purpose: z.enum(['build', 'test', 'lint', 'typecheck', 'format']),
    text: z.string().openapi({ description: 'The memory in one line, as people and agents read it' }),
    status: z.enum(['proposed', 'active']).openapi({ description: 'Only active ones are told to agents' }),
    support: z.int().openapi({ description: 'Sessions it was seen in' }),
    runs: z.int(),
    failed: z.int(),
    judged: z.int().openapi({ description: 'Runs whose outcome is known' }),
    medianMs: z.number().optional(),
    firstSeenAt: z.string(),
    lastSeenAt: z.string(),
    evidence: z.int().openapi({ description: 'How many positions there are' }),
    positions: z
      .array(z.int())
      .openapi({ description: 'Where in the log it was seen: the first three, the last twenty' }),
  })
  .openapi('Memory');

const whyShape = z
  .object({
    memory: memoryShape,
    evidence: z.array(
      z.object({
        position: z.int(),
        session: z.string(),
        actor: z.string().optional(),
        time: z.string(),
        summary: z.string(),
      }),
    ),
  })
  .openapi('MemoryEvidence');

const cardShape = z.object({ text: z.string(), memories: z.array(z.string()), tokens: z.int() }).openapi('SessionCard');

const projectText = z.string().min(1).max(512);

/** `GET /v1/memory`, `GET /v1/memory/{id}/why` and `GET /v1/recall/card`. */
export function memoryRoutes({ db, allow, ...options }: AppOptions & { db: Database; allow: Allow }): App {
  const app = createApp(options);

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory',
      summary: 'What is known of a project, or of all, the most used first',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answers('The memories', z.object({ memories: z.array(memoryShape), next: z.null() })),
    }),
    async (c) => {
      const cards = await cardsOf(db, c.get('grant').project ?? c.req.valid('query').project);
      return c.json({ memories: cards.map(shown), next: null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}/why',
      summary: 'One memory with the newest of what it was made of; the beginning of its id will do',
      security,
      middleware: allow('recall'),
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: answers('The memory and its evidence', whyShape),
    }),
    async (c) => {
      const named = c.req.valid('param').id;
      const id = await findMemory(db, named);
      const card = id === undefined ? undefined : await readCard(db, id);
      const allowed = c.get('grant').project;
      if (id === undefined || card === undefined || (allowed !== undefined && card.project !== allowed)) {
        throw notFound(
          `there is no memory ${named}, or more than one`,
          '`hookline memory list` shows the ids there are',
        );
      }
      const rows = await readEvidence(db, id, evidenceMax);
      const evidence = rows.map(({ position, session, actor, time, ...row }) => ({
        position,
        session,
        ...(actor !== null && { actor }),
        time,
        summary: summaryOf(row),
      }));
      return c.json({ memory: shown(card), evidence }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/recall/card',
      summary: 'What the next agent in a project is told at its start',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: { ...answers('The card', cardShape), 204: { description: 'There is nothing to tell' } },
    }),
    async (c) => {
      const project = c.get('grant').project ?? c.req.valid('query').project;
      if (project === undefined) {
        throw new ApiError(400, 'bad-request', 'found no project, expected ?project=<project id>');
      }
      const card = sessionCard(project, await readCards(db, project));
      if (card === undefined) return c.body(null, 204);
      return c.json({ ...card, memories: [...card.memories] }, 200);
    },
  );

  return app;
}

/** The OpenAPI document of these routes. */
export function describeMemory(): ApiDocument {
  return documentOf(memoryRoutes({ ...forDocument, db: undefined as never }));
}

async function cardsOf(db: Database, project: string | undefined): Promise<CommandCard[]> {
  if (project !== undefined) return await readCards(db, project);
  const all = await Promise.all((await readProjects(db)).map((each) => readCards(db, each)));
  return all.flat();
}

function shown(card: CommandCard): z.infer<typeof memoryShape> {
  return {
    id: card.memory,
    project: card.project,
    kind: 'command',
    key: card.key,
    purpose: card.purpose,
    text: statementOf(card),
    status: card.status,
    support: card.sessions,
    runs: card.runs,
    failed: card.failed,
    judged: card.judged,
    ...(card.medianMs !== undefined && { medianMs: card.medianMs }),
    firstSeenAt: card.firstSeen,
    lastSeenAt: card.lastSeen,
    evidence: card.evidence.length,
    positions: [...card.evidence],
  };
}

function summaryOf({ command, ok, durationMs }: { command: string; ok: boolean | null; durationMs: number | null }) {
  const after = durationMs === null ? '' : ` after ${Math.round(durationMs)} ms`;
  if (ok === null) return `\`${command}\` ended${after}, outcome not seen`;
  return `\`${command}\` ${ok ? 'succeeded' : 'failed'}${after}`;
}
