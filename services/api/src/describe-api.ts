import { type ApiDocument, documentOf, forDocument } from '@hookline/http';
import { createApi } from './app.ts';
import type { ApiContext } from './context.ts';

/** The OpenAPI document, made without a running bus: routes say what they take before they touch anything. */
export function describeApi(): ApiDocument {
  const { host, publicHosts, allow, logger } = forDocument;
  const settings = { host, publicHosts, consoleFolder: '', natsSync: undefined, elsewhere: [] };
  return documentOf(createApi({ allow, settings } as unknown as ApiContext, logger));
}
