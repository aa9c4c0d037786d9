import type { MiddlewareHandler } from 'hono';
import { createApi } from './app.ts';
import type { ApiContext } from './context.ts';
import { type ApiDocument, openApiOf } from './open-api.ts';

/** The OpenAPI document, made without a running bus: routes say what they take before they touch anything. */
export function describeApi(): ApiDocument {
  const pass: MiddlewareHandler = (_, next) => next();
  const settings = { host: '127.0.0.1', publicHosts: [], consoleFolder: '', natsSync: undefined, elsewhere: [] };
  const context = { allow: () => pass, settings } as unknown as ApiContext;
  return openApiOf(createApi(context, { error: () => {} }));
}
