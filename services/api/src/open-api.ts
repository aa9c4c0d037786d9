import type { Api } from './context.ts';

/** An OpenAPI document; its paths are read by the reference, the rest by other people's tools. */
export type ApiDocument = object & { readonly paths?: Readonly<Record<string, object>> };

/** The document of an application. */
export function openApiOf(api: Api): ApiDocument {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Hookline', version: '0.1.0', description: 'What coding agents do, as one log.' },
  }) as ApiDocument;
}
