import { type App, createApp } from '@hookline/http';
import type { ApiContext } from './context.ts';
import { routes } from './routes/index.ts';

/** The whole HTTP API with its document and the console, as one handler of requests. */
export function createApi(context: ApiContext, logger: { error(fields: object, message: string): void }): App {
  const { host, publicHosts } = context.settings;
  const api = createApp({ host, publicHosts, logger });
  for (const add of routes) add(api, context);
  return api;
}
