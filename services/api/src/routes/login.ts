import { createRoute, z } from '@hono/zod-openapi';
import { answers, security } from '@hookline/http';
import { html } from 'hono/html';
import type { AddRoutes } from '../context.ts';

export const addLoginRoutes: AddRoutes = (api, { login, allow }) => {
  api.get('/login', async (c) => {
    const code = c.req.query('code');
    if (code && (await login.enter(c, code))) return c.redirect('/', 303);
    return c.html(expiredPage, code ? 403 : 200);
  });

  api.post('/v1/logout', allow('read'), (c) => {
    login.leave(c);
    return c.body(null, 204);
  });

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/logins',
      summary: 'Makes a link that lets one browser in, once, within ten minutes',
      security,
      middleware: allow('admin'),
      responses: answers('The link', z.object({ path: z.string(), code: z.string(), expiresAt: z.string() })),
    }),
    (c) => {
      const made = login.newCode();
      return c.json({ ...made, path: `/login?code=${made.code}` }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/me',
      summary: 'Who the bus takes the caller for',
      security,
      middleware: allow('read'),
      responses: answers(
        'The caller',
        z.object({
          subject: z.enum(['token', 'browser']),
          name: z.string(),
          scopes: z.array(z.string()),
          project: z.string().optional(),
        }),
      ),
    }),
    (c) => {
      const { tokenId, name, scopes, project } = c.get('grant');
      const subject = tokenId === 'browser' ? ('browser' as const) : ('token' as const);
      return c.json({ subject, name, scopes: [...scopes], ...(project === undefined ? {} : { project }) }, 200);
    },
  );
};

const expiredPage = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Hookline: sign in</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark; }
      code { font-size: 1.05em; }
    </style>
  </head>
  <body>
    <h1>Sign in to Hookline</h1>
    <p>Links work once and for ten minutes. On the machine where Hookline runs, type</p>
    <p><code>hookline console</code></p>
    <p>and open the link that it prints.</p>
  </body>
</html>`;
