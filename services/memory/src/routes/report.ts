import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, readSince, security } from '@hookline/http';
import { auditJunk } from '@hookline/memory';
import { listMemories, readFeedback } from '@hookline/recall';
import { memoryShape, shownMemories } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { projectFor, projectText, readerOf } from './query.ts';

const side = z.object({ count: z.int(), median: z.number().optional() });

const feedbackShape = z
  .object({
    sessions: z.object({ told: z.int(), heldOut: z.int() }),
    enough: z.int().openapi({ description: 'So many sessions a side are needed before anything is said' }),
    measures: z.array(
      z.object({
        name: z.enum(['failures', 'firstGreen', 'rejections', 'calls', 'tokens']),
        label: z.string(),
        unit: z.enum(['count', 'ms', 'tokens']),
        told: side,
        heldOut: side,
        interval: z
          .object({ low: z.number(), high: z.number() })
          .optional()
          .openapi({ description: '95 % interval of the difference of the medians, told minus held out' }),
        verdict: z.enum(['too-few', 'no-difference', 'less', 'more']),
        sentence: z.string(),
      }),
    ),
    surfaces: z.array(
      z.object({
        surface: z.string(),
        injections: z.int(),
        memories: z.int(),
        tokens: z.int(),
        helpful: z.int(),
        harmful: z.int(),
        ignored: z.int(),
        heldOut: z.int(),
      }),
    ),
  })
  .openapi('MemoryFeedback');

const junkShape = z
  .object({
    active: z.int(),
    junk: z.int(),
    share: z.number(),
    findings: z.array(
      z.object({
        why: z.enum(['exact-duplicate', 'near-duplicate', 'self-echo', 'ephemeral', 'no-evidence']),
        memory: memoryShape,
        of: memoryShape.optional().openapi({ description: 'What it repeats' }),
        likeness: z.number().optional(),
      }),
    ),
  })
  .openapi('MemoryJunk');

const auditedMax = 5_000;

/** Whether memory helps, and what in it is worth nothing. */
export function addReportRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/report/feedback',
      summary: 'Sessions that were told memories against those held out, and what became of what was told',
      security,
      middleware: allow('recall'),
      request: {
        query: z.object({
          project: projectText.optional(),
          since: z.string().max(64).optional().openapi({ description: 'A time, or how long ago: 24h, 7d' }),
        }),
      },
      responses: answers('The report', feedbackShape),
    }),
    async (c) => {
      const { project, since } = c.req.valid('query');
      const report = await readFeedback(db, {
        project: projectFor(c.get('grant'), project),
        since: since ? readSince(since).toISOString() : undefined,
      });
      return c.json(report as never, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/report/junk',
      summary:
        'What of the active memories is worth nothing: duplicates, our own echo, what is of a moment, without evidence',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answers('The audit of the newest 5,000', junkShape),
    }),
    async (c) => {
      const grant = c.get('grant');
      const memories = await listMemories(db, readerOf(grant), {
        project: projectFor(grant, c.req.valid('query').project),
        status: 'active',
        now: new Date(),
        limit: auditedMax,
      });
      const { findings, ...audit } = auditJunk(memories);
      const named = [...new Set(findings.flatMap(({ memory, of }) => (of === undefined ? [memory] : [memory, of])))];
      const shown = new Map((await shownMemories(parts, named)).map((memory) => [memory.id, memory]));
      const answered = findings.map(({ memory, of, ...finding }) => ({
        ...finding,
        memory: shown.get(memory.id)!,
        ...(of !== undefined && { of: shown.get(of.id)! }),
      }));
      return c.json({ ...audit, findings: answered }, 200);
    },
  );
}
