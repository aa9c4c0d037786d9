import { createRoute, z } from '@hono/zod-openapi';
import { createToken, listTokens, revokeToken, scope, type TokenRecord } from '@hookline/access';
import { answers, answersNothing, notFound, rowShape, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';

const record = rowShape<TokenRecord>('Token', 'What is known of a token; its secret is not');
const request = z.strictObject({
  name: z.string().trim().min(1).max(200),
  scopes: z.array(scope).min(1),
  project: z.string().min(1).optional(),
  expiresInDays: z.number().positive().max(3650).optional(),
});

export const addTokenRoutes: AddRoutes = (api, { db, allow }) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/tokens',
      summary: 'Every token, without secrets',
      security,
      middleware: allow('admin'),
      responses: answers('The tokens', z.object({ tokens: z.array(record) })),
    }),
    async (c) => c.json({ tokens: await listTokens(db) } as never, 200),
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/tokens',
      summary: 'Makes a token; its text is answered this once',
      security,
      middleware: allow('admin'),
      request: { body: { required: true, content: { 'application/json': { schema: request } } } },
      responses: answers('The token', rowShape<TokenRecord & { token: string }>('NewToken', 'A token with its text')),
    }),
    async (c) => {
      const { name, scopes, project, expiresInDays } = c.req.valid('json');
      const { token, record: made } = await createToken(db, {
        name,
        scopes,
        ...(project === undefined ? {} : { project }),
        ...(expiresInDays === undefined ? {} : { expiresAt: new Date(Date.now() + expiresInDays * 86_400_000) }),
      });
      return c.json({ ...made, token } as never, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/tokens/{id}',
      summary: 'Ends a token, everywhere within seconds',
      security,
      middleware: allow('admin'),
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: answersNothing('It has ended'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      if (!(await revokeToken(db, id))) throw notFound(`no token ${id} is in use`, '`hookline tokens list` lists them');
      return c.body(null, 204);
    },
  );
};
