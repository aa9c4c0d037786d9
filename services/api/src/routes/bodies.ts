import { createRoute, z } from '@hono/zod-openapi';
import { answersAs, notFound, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';

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
      const text = await context.bodies.get(ref);
      if (text === undefined) throw notFound(`the text ${ref} is not, or no longer, held here`);
      return c.body(text, 200, {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${ref.slice('sha256:'.length, 23)}.txt"`,
        'cache-control': 'private, max-age=31536000, immutable',
      });
    },
  );
};
