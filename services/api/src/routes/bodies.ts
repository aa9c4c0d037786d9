import { createRoute, z } from '@hono/zod-openapi';
import { expiryOfBody } from '@hookline/archive/retention';
import type { Database } from '@hookline/db';
import { answersAs, notFound, security } from '@hookline/http';
import { sql } from 'kysely';
import type { AddRoutes } from '../context.ts';
import { expired } from '../expired.ts';

export const addBodyRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/bodies/{ref}',
      summary: 'A text that was too long for its event',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ ref: z.string().regex(/^sha256:[0-9a-f]{64}$/) }) },
      responses: answersAs('The text', 'text/plain'),
    }),
    async (c) => {
      const { ref } = c.req.valid('param');
      const { project } = c.get('grant');
      const mayRead = await isHeldIn(context.db, project, ref);
      const text = mayRead ? await context.bodies.get(ref) : undefined;
      const expiry = text === undefined && mayRead ? await expiryOfBody(context.db, ref) : undefined;
      if (expiry !== undefined) throw expired(`the text ${ref}`, expiry);
      if (text === undefined) throw notFound(`the text ${ref} is not, or no longer, held here`);
      return c.body(text, 200, {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${ref.slice('sha256:'.length, 23)}.txt"`,
        'cache-control': 'private, max-age=31536000, immutable',
      });
    },
  );
};

/** Texts are kept once for all projects: a token of one may read what an event of that project refers to. */
async function isHeldIn(db: Database, project: string | undefined, ref: string): Promise<boolean> {
  if (project === undefined) return true;
  const found = await db.kysely
    .selectFrom('events')
    .select('position')
    .where('project', '=', project)
    .where(sql<boolean>`strpos(event::text, ${`"body":"${ref}","bytes":`}) > 0`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
