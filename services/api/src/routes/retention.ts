import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import { ArchiveError } from '@hookline/archive';
import {
  forgetters,
  listRuns,
  type Policy,
  PolicyError,
  planRetention,
  policyFileOf,
  type RetentionPlan,
  type RetentionRun,
  readPolicy,
  runRetention,
} from '@hookline/archive/retention';
import { ApiError, answers, rowShape, security } from '@hookline/http';
import { projections } from '@hookline/projections';
import type { AddRoutes, ApiContext } from '../context.ts';
import { limitUpTo } from '../shapes.ts';

const runShape = rowShape<RetentionRun>('RetentionRun', 'run, askedBy, startedAt, endedAt, policy, events, bodies');

export const addRetentionRoutes: AddRoutes = (api, context) => {
  const { db, log, bodies, settings, signal } = context;

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/retention',
      summary: 'What is kept how long, and what was deleted',
      security,
      middleware: context.allow('admin'),
      request: { query: z.object({ limit: limitUpTo(100, 20) }) },
      responses: answers(
        'The policy (null: nothing is ever deleted), and the runs, the newest first',
        z.object({
          policy: rowShape<Omit<Policy, 'text'>>('RetentionPolicy', 'run, requireArchive, graceMs, rules').nullable(),
          runs: z.array(runShape),
        }),
      ),
    }),
    async (c) => {
      ofAllProjects(c.get('grant'));
      const { text: _, ...policy } = (await policyOf(context)) ?? { text: '' };
      const runs = await listRuns(db, c.req.valid('query').limit);
      return c.json({ policy: 'rules' in policy ? policy : null, runs } as never, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/retention/plan',
      summary: 'What a run of retention would delete now; deletes nothing',
      security,
      middleware: context.allow('admin'),
      responses: answers(
        'Counts and bytes',
        rowShape<RetentionPlan>('RetentionPlan', 'events, bodies, waiting, totals'),
      ),
    }),
    async (c) => {
      ofAllProjects(c.get('grant'));
      const policy = await requiredPolicy(context);
      const options = { now: new Date(), env: settings.archiveEnv, signal };
      return c.json(await planRetention({ db, log, bodies }, policy, options).catch(refuse), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/retention/run',
      summary: 'Deletes what the policy no longer keeps, for up to a minute',
      description: 'The answer has `endedAt: null` when there is more to do: ask again, and the same run goes on.',
      security,
      middleware: context.allow('admin'),
      responses: answers('What the run deleted so far', runShape),
    }),
    async (c) => {
      const grant = c.get('grant');
      ofAllProjects(grant);
      const policy = await requiredPolicy(context);
      const parts = { db, log, bodies, projections, forget: forgetters, env: settings.archiveEnv };
      const time = AbortSignal.timeout(runForMs);
      const until = AbortSignal.any([signal, time]);
      try {
        return c.json(await runRetention(parts, policy, { askedBy: grant.name, signal: until }), 200);
      } catch (error) {
        if (!time.aborted) return refuse(error);
        const [newest] = await listRuns(db, 1);
        if (newest === undefined || newest.endedAt !== null) {
          throw new ApiError(503, 'busy', 'another run of retention is at work: ask again', { cause: error });
        }
        return c.json(newest, 200);
      }
    },
  );
};

const runForMs = 60_000;

/** Retention is of the whole installation: a token of one project may not speak of it. */
function ofAllProjects({ project, name }: Grant): void {
  if (project === undefined) return;
  throw new ApiError(403, 'forbidden', `the token "${name}" is for the project ${project}; retention is of all`);
}

async function policyOf({ settings }: ApiContext): Promise<Policy | undefined> {
  return await readPolicy(settings.home).catch(refuse);
}

async function requiredPolicy(context: ApiContext): Promise<Policy> {
  const policy = await policyOf(context);
  if (policy !== undefined) return policy;
  throw new ApiError(409, 'no-policy', `there is no ${policyFileOf(context.settings.home)}: nothing is ever deleted`, {
    hint: 'docs/how-to/archive-and-retention.md shows one',
  });
}

function refuse(error: unknown): never {
  if (error instanceof PolicyError) {
    throw new ApiError(409, 'bad-policy', error.message, { issues: error.issues, cause: error });
  }
  if (error instanceof ArchiveError) throw new ApiError(409, 'archive', error.message, { cause: error });
  throw error;
}
