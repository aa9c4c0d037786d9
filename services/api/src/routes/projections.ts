import { createRoute, z } from '@hono/zod-openapi';
import { type Verification, verifyArchive } from '@hookline/db';
import { ApiError, answers, notFound, rowShape, security } from '@hookline/http';
import {
  listProjections,
  type ProjectionState,
  ProjectionStateError,
  projections,
  type Quarantined,
  requestRebuild,
  requeue,
  rollback,
  switchTo,
} from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { quarantineFor } from '../session-scope.ts';

const projection = rowShape<ProjectionState>(
  'Projection',
  'One version of a read model: where it stands and its state hash',
);
const quarantined = rowShape<Quarantined>('Quarantined', 'A session that a read model could not fold');
const name = z.object({ name: z.string() });

export const addProjectionRoutes: AddRoutes = (api, { db, log, allow }) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/projections',
      summary: 'Every version of every read model',
      security,
      middleware: allow('read'),
      responses: answers('The read models', z.object({ projections: z.array(projection) })),
    }),
    async (c) => c.json({ projections: await listProjections(db) }, 200),
  );

  const commands = [
    {
      verb: 'rebuild',
      summary: 'Builds a read model anew beside the live one',
      body: z.strictObject({ switchWhenReady: z.boolean().optional() }),
      run: (of: string, { switchWhenReady = false }: { switchWhenReady?: boolean | undefined }) =>
        requestRebuild(db, of, { switchWhenReady }),
    },
    {
      verb: 'switch',
      summary: 'Lets a version that is ready take over',
      body: z.strictObject({ version: z.int().optional(), generation: z.int().optional() }),
      run: (of: string, { version, generation }: { version?: number | undefined; generation?: number | undefined }) =>
        switchTo(db, of, {
          ...(version === undefined ? {} : { version }),
          ...(generation === undefined ? {} : { generation }),
        }),
    },
    {
      verb: 'rollback',
      summary: 'Goes back to what was live before',
      body: z.strictObject({}),
      run: (of: string) => rollback(db, of),
    },
  ] as const;
  for (const { verb, summary, body, run } of commands) {
    api.openapi(
      createRoute({
        method: 'post',
        path: `/v1/projections/{name}/${verb}`,
        summary,
        security,
        middleware: allow('admin'),
        request: { params: name, body: { content: { 'application/json': { schema: body } } } },
        responses: answers('Where that version stands now', projection),
      }),
      async (c) => {
        const of = c.req.param('name') ?? '';
        const known: readonly string[] = projections.map((each) => each.name);
        if (!known.includes(of)) throw notFound(`there is no projection ${of}`, `there are ${known.join(', ')}`);
        const request = body.parse(await c.req.json().catch(() => ({})));
        try {
          return c.json(await run(of, request), 200);
        } catch (error) {
          if (!(error instanceof ProjectionStateError)) throw error;
          throw new ApiError(409, 'conflict', error.message, { cause: error });
        }
      },
    );
  }

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/quarantine',
      summary: 'Sessions that a read model could not fold, and why',
      security,
      middleware: allow('read'),
      responses: answers('The quarantine', z.object({ quarantine: z.array(quarantined) })),
    }),
    async (c) => c.json({ quarantine: await quarantineFor(db, c.get('grant')) }, 200),
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/quarantine/{session}/requeue',
      summary: 'Folds a session again from the archive',
      security,
      middleware: allow('admin'),
      request: { params: z.object({ session: z.string() }) },
      responses: answers('It will be folded again', z.object({ session: z.string() })),
    }),
    async (c) => {
      const { session } = c.req.valid('param');
      await requeue(db, { session });
      return c.json({ session }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/verify',
      summary: 'Compares the archive with the log',
      security,
      middleware: allow('read'),
      responses: answers('What was compared and found', rowShape<Verification>('Verification', 'ok, events, findings')),
    }),
    async (c) => c.json(await verifyArchive({ db, log }, {}), 200),
  );
};
