import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, answers, answersAs, personHeader, personHeaders, security, whoSays } from '@hookline/http';
import { agentsMdBlock, type Memory, skillDraft, skillState } from '@hookline/memory';
import { listMemories, type Publication, readPublications, readTrials } from '@hookline/recall';
import { writeDecision } from '../deciding/append.ts';
import { mustDecide } from '../deciding/who-decides.ts';
import { accepts, jsonBody } from './accepted.ts';
import { memoryNamed, memoryShape, mustBeOwn, shownMemories } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { idParam, oneProjectFor, projectFor, projectText, readerOf } from './query.ts';

const publicationShape = z.object({
  position: z.int(),
  time: z.string(),
  by: z.string(),
  as: z.enum(['file', 'branch']),
  path: z.string(),
  branch: z.string().optional(),
  hash: z.string().openapi({ description: 'SHA-256 of the text that was handed over' }),
});

const skillShape = z
  .object({
    memory: memoryShape,
    name: z.string().openapi({ description: 'Of its folder' }),
    state: z.enum(['draft', 'trial', 'published']),
    path: z.string().openapi({ description: 'Where it goes, relative to the repository' }),
    markdown: z.string().openapi({ description: 'SKILL.md as it would be handed over now' }),
    hash: z.string().openapi({ description: 'SHA-256 of the text' }),
    trials: z.object({ runs: z.int(), ok: z.int() }),
    published: z.array(publicationShape),
  })
  .openapi('Skill');

const publishing = z.strictObject({
  as: z.enum(['file', 'branch']),
  path: z.string().min(1).max(1_000),
  branch: z.string().min(1).max(250).optional(),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the text in hexadecimal'),
});

const listMax = 200;
const blockMemoriesMax = 2_000;

/** Procedures as skills that a person may hand to a repository, and a project's memory as a block for AGENTS.md. */
export function addSkillRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/skills',
      summary: 'Procedures that can become skills, and those that did',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answers('The skills', z.object({ skills: z.array(skillShape.omit({ markdown: true })) })),
    }),
    async (c) => {
      const grant = c.get('grant');
      const found = await listMemories(db, readerOf(grant), {
        project: projectFor(grant, c.req.valid('query').project),
        kinds: ['procedure'],
        now: new Date(),
        limit: listMax,
      });
      const asked = found.filter(({ reason, status }) => reason !== 'too-little-support' && status !== 'retired');
      const skills = await Promise.all(
        asked.map(async (memory) => {
          const { markdown: _, ...rest } = await skillOf(memory);
          return rest;
        }),
      );
      return c.json({ skills }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/agents-md',
      summary: 'A project’s memory as a block for AGENTS.md, at most 600 tokens',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answersAs('The block, with the marks it is found by', 'text/markdown'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const project = oneProjectFor(grant, c.req.valid('query').project, 'a block');
      const memories = await listMemories(db, readerOf(grant), {
        project,
        scope: `project:${project}`,
        status: 'active',
        now: new Date(),
        limit: blockMemoriesMax,
      });
      return c.body(agentsMdBlock(memories, project), 200, { 'content-type': 'text/markdown; charset=utf-8' });
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/{id}/skill',
      summary: 'A procedure as SKILL.md, with where it comes from and how it did since it was handed over',
      security,
      middleware: allow('recall'),
      request: { params: idParam },
      responses: answers('The skill', skillShape),
    }),
    async (c) => {
      const reader = readerOf(c.get('grant'));
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      mustBeOwn(reader, memory);
      return c.json(await skillOf(memory), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/{id}/skill/published',
      summary: 'Says that a person handed a skill over, as a file or on a branch',
      security,
      middleware: allow('recall'),
      request: { params: idParam, headers: personHeaders, ...jsonBody(publishing) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const memory = await memoryNamed(parts, readerOf(grant), c.req.valid('param').id);
      mustDecide(grant, memory.project);
      const { name } = draftOf(memory);
      const written = await writeDecision(parts, {
        kind: 'skill.published',
        tenant: grant.tenant,
        project: memory.project,
        subject: memory.id,
        trust: 'user',
        data: {
          memory: memory.id,
          name,
          ...c.req.valid('json'),
          by: whoSays(grant, c.req.valid('header')[personHeader]),
        },
      });
      return c.json(written, 202);
    },
  );

  async function skillOf(memory: Memory): Promise<z.infer<typeof skillShape>> {
    const { name, path, markdown } = draftOf(memory);
    const published: Publication[] = await readPublications(db, memory.id);
    const trials = published.length === 0 ? { runs: 0, ok: 0 } : await readTrials(db, memory.project, name, published);
    return {
      memory: (await shownMemories(parts, [memory]))[0]!,
      name,
      state: skillState(published.length > 0, trials),
      path,
      markdown,
      hash: createHash('sha256').update(markdown).digest('hex'),
      trials,
      published,
    };
  }
}

function draftOf(memory: Memory): NonNullable<ReturnType<typeof skillDraft>> {
  const draft = skillDraft(memory);
  if (draft !== undefined) return draft;
  throw new ApiError(
    422,
    'bad-request',
    `${memory.id} is a ${memory.kind}, expected a procedure: only those become skills`,
    {
      hint: '`hookline memory skills` lists them',
    },
  );
}
