import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import type { Database } from '@hookline/db';
import { ApiError, type App, answers, notFound, personHeader, rowShape, security, whoSays } from '@hookline/http';
import { sql } from 'kysely';
import { mustBePerson } from '../person.ts';
import type { RouteParts } from '../routes/index.ts';
import { type Approval, type ApprovalRow, momentPath, shown } from './approval.ts';
import { CannotBeDoneError, DecidedError, decide, StoppedError, UnknownApprovalError } from './decide.ts';
import { addLinkRoutes } from './link-routes.ts';

const approval = rowShape<Approval>('Approval', 'A question to a person, what is done upon yes, and the answer');
const oneApproval = rowShape<Approval & { moment: string | null }>(
  'ApprovalWithMoment',
  'The same, with the path of the page that shows the exact moment it is about',
);
const ofApproval = z.object({ id: z.string().max(128) });
const decisionBody = z
  .strictObject({
    decision: z.enum(['approved', 'rejected']),
    comment: z.string().max(2_000).optional(),
  })
  .openapi('ApprovalDecision');

/** Questions to people: seeing them, and answering them. */
export function addApprovalRoutes(app: App, parts: RouteParts): void {
  const { db, allow, redactor } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/approvals',
      summary: 'Questions to people: those that wait with the one that expires first at the top, else the newest first',
      security,
      middleware: allow('read'),
      request: {
        query: z.object({
          state: z.enum(['waiting', 'approved', 'rejected', 'expired']).optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
        }),
      },
      responses: answers(
        'The questions, and how many wait',
        z.object({
          approvals: z.array(approval),
          next: z.string().nullable(),
          waiting: z.int(),
          now: z.string().openapi({ description: 'The time by which they expire' }),
        }),
      ),
    }),
    async (c) => {
      const { state, limit, cursor } = c.req.valid('query');
      const { project } = c.get('grant');
      const ofGrant = db.kysely
        .selectFrom('approvals')
        .$if(project !== undefined, (query) => query.where('project', '=', project!));
      let query = ofGrant.selectAll().limit(limit + 1);
      if (state !== undefined) query = query.where('state', '=', state);
      if (state === 'waiting') {
        query = query.orderBy('expiresAt').orderBy('approval');
        if (cursor !== undefined) {
          query = query.where(
            sql<boolean>`(expires_at, approval) > (select expires_at, approval from approvals where approval = ${cursor})`,
          );
        }
      } else {
        query = query.orderBy('askedAt', 'desc').orderBy('approval', 'desc');
        if (cursor !== undefined) {
          query = query.where(
            sql<boolean>`(asked_at, approval) < (select asked_at, approval from approvals where approval = ${cursor})`,
          );
        }
      }
      const [rows, counted] = await Promise.all([
        query.execute(),
        ofGrant
          .select(({ fn }) => [fn.countAll<number>().as('waiting'), sql<string>`now()`.as('now')])
          .where('state', '=', 'waiting')
          .executeTakeFirstOrThrow(),
      ]);
      const approvals = rows.slice(0, limit).map(shown);
      return c.json({ approvals, next: rows.length > limit ? approvals.at(-1)!.id : null, ...counted }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/approvals/{id}',
      summary: 'One question: what would be done, and the moment it is about',
      security,
      middleware: allow('read'),
      request: { params: ofApproval },
      responses: answers('The question', oneApproval),
    }),
    async (c) => {
      const row = await approvalFor(db, c.get('grant'), c.req.valid('param').id);
      return c.json({ ...shown(row), moment: momentPath(row) ?? null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/approvals/{id}/decision',
      summary: 'Answers a question, once: for people',
      security,
      middleware: allow('read'),
      request: {
        params: ofApproval,
        body: { required: true, content: { 'application/json': { schema: decisionBody } } },
      },
      responses: answers('The question with its answer', approval),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { decision, comment: said } = c.req.valid('json');
      const comment = said === undefined ? undefined : await redactor.redactText(said);
      const grant = c.get('grant');
      await approvalFor(db, grant, id);
      mustBePerson(grant, 'answering a question');
      const via = grant.tokenId === 'browser' ? 'console' : 'api';
      const by = whoSays(grant, c.req.header(personHeader));
      return c.json(shown(await told(db.transaction((trx) => decide(trx, id, { decision, by, via, comment })))), 200);
    },
  );

  addLinkRoutes(app, parts);
}

/** The question, where it is of what the token is for. */
async function approvalFor(db: Database, { project }: Grant, id: string): Promise<ApprovalRow> {
  const row = await db.kysely.selectFrom('approvals').selectAll().where('approval', '=', id).executeTakeFirst();
  if (row === undefined || (project !== undefined && row.project !== project)) throw unknown(id);
  return row;
}

const unknown = (id: string) =>
  notFound(new UnknownApprovalError(id).message, 'GET /v1/approvals (`hookline approvals`) lists them');

async function told<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof UnknownApprovalError) throw notFound(error.message);
    if (error instanceof DecidedError) throw new ApiError(409, 'conflict', error.message);
    if (error instanceof StoppedError) {
      throw new ApiError(409, 'stopped', error.message, { hint: '`hookline rules resume --all` lets it go on' });
    }
    if (error instanceof CannotBeDoneError) {
      throw new ApiError(422, 'cannot-be-done', error.message, { hint: 'the question stays open; reject it' });
    }
    throw error;
  }
}
