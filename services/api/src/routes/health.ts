import { mergeDocuments } from '@hookline/http';
import type { AddRoutes } from '../context.ts';
import { examine } from '../examine.ts';
import { createMetrics } from '../metrics.ts';

export const addHealthRoutes: AddRoutes = (api, context) => {
  const metrics = createMetrics(context);
  api.use('/v1/*', async (c, next) => {
    await next();
    metrics.countRequest(c.req.method, c.res.status);
  });

  api.get('/healthz', async (c) => {
    const { ok, services } = await examine(context);
    return c.json(
      { ok, services: services.map((service) => ({ name: service.name, ok: service.ok })) },
      ok ? 200 : 503,
    );
  });

  const scrape = async () =>
    new Response(await metrics.text(), {
      headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
    });
  if (['127.0.0.1', '::1', 'localhost'].includes(context.settings.host)) api.get('/metrics', scrape);
  else api.get('/metrics', context.allow('read'), scrape);

  api.get('/v1/openapi.json', (c) => c.json(mergeDocuments(context.documents())));
};
