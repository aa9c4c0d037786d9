import { createRoute, z } from '@hono/zod-openapi';
import { archiveRange } from '@hookline/db';
import { sharedContents } from '@hookline/exports';
import { ApiError, answers, answersAs, answersNothing, notFound, rowShape, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';
import { findSession, readable, readableRows } from '../session-scope.ts';
import { positionText } from '../shapes.ts';
import { makePage } from '../share/make-page.ts';
import { PageBudget } from '../share/page-budget.ts';
import { addShare, endShare, listShares, openShare, type Share, sessionOfShare } from '../share/store.ts';

const id = z.object({ id: z.string() });
const content = z.enum(sharedContents).default('talk').openapi({
  description:
    '`outline`: no words; `talk`: prompts, answers and commands; `full`: also inputs, outputs and changes of files',
});
const share = rowShape<Share>('Share', 'A link under which one session can be looked at without signing in');
const dayS = 86_400;
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Showing a session to people who have no token: a page as a file, or a link that expires. */
export const addShareRoutes: AddRoutes = (api, context) => {
  const { db, allow } = context;
  const budget = new PageBudget();

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/page',
      summary: 'A session as one redacted HTML page that needs nothing else',
      security,
      middleware: allow('read'),
      request: { params: id, query: z.object({ at: positionText.optional(), content }) },
      responses: answersAs('The page', 'text/html'),
    }),
    async (c) => {
      const { session } = await findSession(db, c.get('grant'), c.req.valid('param').id);
      const page = await makePage(context, { session, ...c.req.valid('query') });
      const name = session.replace(/[^\w.-]+/g, '-').slice(0, 80);
      return c.body(page, 200, {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.html"`,
        'content-security-policy': pagePolicy,
      });
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/sessions/{id}/shares',
      summary: 'Makes a link that shows a session as it is now, without signing in, until it expires',
      security,
      middleware: allow('admin'),
      request: {
        params: id,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                content,
                expiresInDays: z.number().positive().max(90).default(7),
                at: positionText.optional(),
              }),
            },
          },
        },
      },
      responses: answers(
        'The link; its path is answered this once',
        rowShape<Share & { path: string }>('NewShare', 'A share with its path'),
      ),
    }),
    async (c) => {
      const { session } = await findSession(db, c.get('grant'), c.req.valid('param').id);
      const asked = c.req.valid('json');
      const last = (await archiveRange(db, session))?.last ?? 0;
      const made = await addShare(db, {
        session,
        at: Math.min(asked.at ?? last, last),
        content: asked.content,
        madeBy: c.get('grant').name,
        seconds: Math.ceil(asked.expiresInDays * dayS),
      });
      return c.json({ ...made.share, path: `/shared/${made.secret}` }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/shares',
      summary: 'Links that have not expired, without their secrets',
      security,
      middleware: allow('admin'),
      responses: answers('The links, the newest first', z.object({ shares: z.array(share) })),
    }),
    async (c) => {
      return c.json({ shares: await readableRows(db, c.get('grant'), await listShares(db)) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/shares/{id}',
      summary: 'Ends a link at once',
      security,
      middleware: allow('admin'),
      request: { params: id },
      responses: answersNothing('It has ended'),
    }),
    async (c) => {
      const given = c.req.valid('param').id;
      const session = await sessionOfShare(db, given);
      const visible = session === undefined ? [] : await readable(db, c.get('grant'), [session]);
      if (visible.length === 0 || !(await endShare(db, given))) {
        throw notFound(`there is no link ${JSON.stringify(given)}`, 'GET /v1/shares lists them');
      }
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/shared/{secret}',
      summary: 'The page of a link: for whoever has it, until it expires',
      request: { params: z.object({ secret: z.string().max(100) }) },
      responses: answersAs('The page', 'text/html'),
    }),
    async (c) => {
      const found = await openShare(db, c.req.valid('param').secret);
      if (found === undefined) {
        throw notFound('there is no such link, or it has expired', 'ask whoever sent it for a new one');
      }
      const waitMs = budget.take(found.id);
      if (waitMs > 0) {
        c.header('retry-after', String(Math.ceil(waitMs / 1000)));
        throw new ApiError(429, 'too-many', 'shared pages were opened more often than this server makes them');
      }
      return c.body(await makePage(context, found), 200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': pagePolicy,
        'x-robots-tag': 'noindex',
      });
    },
  );
};
