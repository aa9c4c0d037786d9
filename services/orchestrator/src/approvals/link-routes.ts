import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '@hookline/db';
import { type App, answersAs, personNamed } from '@hookline/http';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RouteParts } from '../routes/index.ts';
import type { ApprovalRow } from './approval.ts';
import { CannotBeDoneError, DecidedError, decide, StoppedError } from './decide.ts';
import { fitsLink } from './link.ts';
import { pagePolicy, questionPage, sentencePage } from './page.ts';

const ofApproval = z.object({ id: z.string().max(128) });
const token = z.string().max(200);
const formBody = z.object({
  token,
  decision: z.enum(['approved', 'rejected']),
  name: z.string().max(200).default(''),
  comment: z.string().max(2_000).default(''),
});

/**
 * Signed links: whoever has one sees the question and decides it, once, until it expires. Looking decides nothing, as
 * programs that scan mail look at every link. The token of the form is what keeps other sites from sending it.
 */
export function addLinkRoutes(app: App, { db, redactor }: Pick<RouteParts, 'db' | 'redactor'>): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/approvals/{id}/link',
      summary: 'The page of a signed link: the question, what would be done, and a form; decides nothing',
      request: { params: ofApproval, query: z.object({ token: token.default('') }) },
      responses: answersAs('The page', 'text/html'),
    }),
    async (c) => {
      const row = await linked(db, c.req.valid('param').id, c.req.valid('query').token);
      if (row === undefined) return await noLink(c);
      if (row.state !== 'waiting') return await over(c, row);
      return await shownAs(c, 200, questionPage(row));
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/approvals/{id}/link',
      summary: 'Decides by the form of a signed link, once',
      request: {
        params: ofApproval,
        body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: formBody } } },
      },
      responses: answersAs('What came of it, as a page', 'text/html'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { token: given, decision, name, comment: said } = c.req.valid('form');
      const row = await linked(db, id, given);
      if (row === undefined) return await noLink(c);
      const comment = await redactor.redactText(said);
      const named = personNamed(name);
      const by = named === undefined ? 'signed link' : `${named} (signed link)`;
      try {
        await db.transaction((trx) => decide(trx, id, { decision, by, via: 'link', comment }));
      } catch (error) {
        if (error instanceof DecidedError) return await over(c, error.row);
        if (error instanceof StoppedError || error instanceof CannotBeDoneError) {
          return await shownAs(
            c,
            409,
            sentencePage('Nothing was decided', `${error.message}. The question stays open.`),
          );
        }
        throw error;
      }
      return await shownAs(
        c,
        200,
        sentencePage(`You ${decision} it`, 'This link has done its work: it opens nothing more.'),
      );
    },
  );
}

async function linked(db: Database, id: string, token: string): Promise<ApprovalRow | undefined> {
  const row = await db.kysely.selectFrom('approvals').selectAll().where('approval', '=', id).executeTakeFirst();
  return row !== undefined && fitsLink(row, token) ? row : undefined;
}

function noLink(c: Context) {
  return shownAs(
    c,
    404,
    sentencePage('No such link', 'It is not whole, or was made before this bus lost its database.'),
  );
}

/** A link whose question is over tells nothing of it but that. */
function over(c: Context, { state }: ApprovalRow) {
  const sentence = state === 'approved' || state === 'rejected' ? `It was ${state} already.` : 'Its time is up.';
  return shownAs(c, 410, sentencePage('The question is closed', sentence));
}

async function shownAs(c: Context, status: ContentfulStatusCode, page: ReturnType<typeof sentencePage>) {
  return c.body(String(await page), status as 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy,
    'x-robots-tag': 'noindex, nofollow',
  });
}
