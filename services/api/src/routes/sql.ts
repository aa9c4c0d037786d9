import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import type { Answer, AnswerColumn } from '@hookline/db';
import { ApiError, answers, security } from '@hookline/http';
import { analyticsViews } from '@hookline/projections';
import type { AddRoutes, ApiContext } from '../context.ts';
import { answerLines } from '../ndjson.ts';
import { requireQuestion } from '../sql/asks.ts';
import { tellError } from '../sql/tell-error.ts';

const rowsMax = 100_000;
const answerBytesMax = 16 * 2 ** 20;
const batchBytesMax = 32 * 2 ** 20;
const secondsMax = 300;

const question = z.strictObject({
  sql: z
    .string()
    .min(1)
    .max(100_000)
    .openapi({ description: 'One statement; a name without a schema is a view of `analytics`' }),
  limit: z.int().min(1).max(rowsMax).default(1_000).openapi({ description: 'How many rows are answered at most' }),
  timeoutSeconds: z.int().min(1).max(secondsMax).default(30).openapi({ description: 'After so long it is ended' }),
});

const column = z.object({ name: z.string(), type: z.string() });

export const addSqlRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/sql',
      summary:
        'Answers one SQL statement over the views of docs/reference/analytics.md, for tokens of all projects; `accept: application/x-ndjson` streams all rows: {columns}, one array per row, {rows}',
      security,
      middleware: context.allow('read'),
      request: { body: { content: { 'application/json': { schema: question } } } },
      responses: answers(
        'The rows. `truncated` says which limit cut them off: `rows` (limit), `bytes` (16 MB), or null',
        z.object({
          columns: z.array(column),
          rows: z.array(z.array(z.unknown())),
          truncated: z.enum(['rows', 'bytes']).nullable(),
          elapsedMs: z.number(),
        }),
      ),
    }),
    async (c) => {
      requireAllProjects(c.get('grant'));
      const { sql, limit, timeoutSeconds } = c.req.valid('json');
      requireQuestion(sql);
      const began = performance.now();
      const signal = AbortSignal.any([context.signal, c.req.raw.signal]);
      try {
        const answer = await readerOf(context).ask(sql, { timeoutMs: timeoutSeconds * 1_000, batchBytesMax, signal });
        if (c.req.header('accept')?.includes('application/x-ndjson')) {
          return answerLines(c, linesOf(answer), context.logger) as never;
        }
        await using told = answer;
        const { rows, truncated } = await collect(told, limit);
        return c.json(
          { columns: [...told.columns], rows, truncated, elapsedMs: Math.round(performance.now() - began) },
          200,
        );
      } catch (error) {
        throw tellError(error, sql) ?? error;
      }
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sql/views',
      summary: 'The views that SQL may read, with what stands in their columns',
      security,
      middleware: context.allow('read'),
      responses: answers(
        'The views',
        z.object({
          views: z.array(
            z.object({ name: z.string(), about: z.string(), columns: z.array(column.extend({ about: z.string() })) }),
          ),
        }),
      ),
    }),
    (c) => c.json({ views: describeViews() }, 200),
  );
};

function describeViews(): { name: string; about: string; columns: (AnswerColumn & { about: string })[] }[] {
  return analyticsViews.map(({ name, about, columns }) => ({
    name: name.slice('analytics.'.length),
    about,
    columns: Object.entries(columns).map(([of, [type, told]]) => ({ name: of, type, about: told })),
  }));
}

/** The views show every project of the installation: SQL cannot be narrowed down to one. */
function requireAllProjects({ project }: Grant): void {
  if (project === undefined) return;
  throw new ApiError(403, 'forbidden', `this token is for the project ${project}; SQL reads all projects`, {
    hint: '`hookline tokens create --scope read` without --project makes one that may',
  });
}

function readerOf({ reader }: ApiContext): NonNullable<ApiContext['reader']> {
  if (reader !== undefined) return reader;
  throw new ApiError(503, 'unavailable', 'this installation has no login for people’s SQL', {
    hint: 'set HOOKLINE_ANALYTICS_URL; docs/reference/analytics.md has the SQL that makes the login',
  });
}

/** As many rows as are wanted and fit. */
async function collect(
  answer: Answer,
  limit: number,
): Promise<{ rows: unknown[][]; truncated: 'rows' | 'bytes' | null }> {
  const rows: unknown[][] = [];
  let bytes = 0;
  for await (const batch of answer.rows) {
    for (const row of batch) {
      if (rows.length === limit) return { rows, truncated: 'rows' };
      bytes += Buffer.byteLength(JSON.stringify(row));
      if (bytes > answerBytesMax) return { rows, truncated: 'bytes' };
      rows.push(row);
    }
  }
  return { rows, truncated: null };
}

async function* linesOf(answer: Answer): AsyncGenerator<unknown> {
  await using told = answer;
  let rows = 0;
  yield { columns: told.columns };
  for await (const batch of told.rows) {
    rows += batch.length;
    yield* batch;
  }
  yield { rows };
}
