import type { MiddlewareHandler } from 'hono';
import type { App, AppOptions } from './app.ts';

/** An OpenAPI document; its paths are read by the reference, the rest by other people's tools. */
export interface ApiDocument {
  readonly paths?: Readonly<Record<string, object>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** The document of an application. */
export function documentOf(app: App): ApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Hookline', version: '0.1.0', description: 'What coding agents do, as one log.' },
  }) as object;
}

/** One document of several services that answer side by side on one origin. */
export function mergeDocuments(documents: readonly ApiDocument[]): ApiDocument {
  const paths: Record<string, object> = {};
  const components: Record<string, Record<string, object>> = {};
  for (const document of documents) {
    for (const [path, item] of Object.entries(document.paths ?? {})) paths[path] = { ...paths[path], ...item };
    for (const [kind, named] of Object.entries(document.components ?? {})) {
      components[kind] = { ...components[kind], ...named };
    }
  }
  return { ...documents[0], paths, components };
}

/** What an application is made with when only its document is wanted. */
export const forDocument: AppOptions & { readonly allow: () => MiddlewareHandler } = {
  host: '127.0.0.1',
  publicHosts: [],
  logger: { error: () => {} },
  allow: () => (_, next) => next(),
};
