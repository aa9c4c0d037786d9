import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { notFound } from '@hookline/http';
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import type { AddRoutes } from '../context.ts';

const askAgainSeconds = 2;

/** Serves the built console: files as they are, and its page for every other path, which the page itself reads. */
export const addConsoleRoutes: AddRoutes = (api, { settings }) => {
  const root = settings.consoleFolder;
  let serving: readonly [files: MiddlewareHandler, page: MiddlewareHandler] | undefined;
  const forConsole =
    (which: 0 | 1): MiddlewareHandler =>
    async (c, next) => {
      if (c.req.path === '/v1' || c.req.path.startsWith('/v1/')) return next();
      if (serving === undefined && existsSync(join(root, 'index.html'))) serving = serveFrom(root);
      if (serving !== undefined) return serving[which](c, next);
      if (c.req.header('accept')?.includes('text/html')) {
        c.header('refresh', String(askAgainSeconds));
        return c.html(buildingPage, 503);
      }
      throw notFound(
        'the console is not built here',
        'run `npm run build -w @hookline/console`, or use the command: hookline sessions',
      );
    };
  api.use('/assets/*', compress());
  api.get('*', forConsole(0));
  api.get('*', forConsole(1));
};

function serveFrom(root: string): readonly [MiddlewareHandler, MiddlewareHandler] {
  const files = serveStatic({
    root,
    onFound: (path, c) => {
      const lasting = path.includes('/assets/');
      c.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = serveStatic({ root, path: 'index.html', onFound: (_, c) => c.header('cache-control', 'no-cache') });
  return [files, page];
}

const buildingPage = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Hookline</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark; }
    </style>
  </head>
  <body>
    <h1>The console is being built</h1>
    <p>That happens once, at the first start after an update, and takes a few seconds. This page then opens it by itself.</p>
    <p>If it does not come, <code>hookline doctor</code> says why. <code>hookline sessions</code> works meanwhile.</p>
  </body>
</html>`;
