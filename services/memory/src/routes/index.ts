import { type ApiDocument, type App, createApp, documentOf, forDocument } from '@hookline/http';
import { addCardRoute } from './card.ts';
import { addCheckRoutes } from './check.ts';
import { addMcpRoute } from './mcp.ts';
import type { RouteParts } from './parts.ts';

/** What serves a subject. A new one is a file here and a line below; fixed paths come before those with an id in them. */
const subjects: readonly ((app: App, parts: RouteParts) => void)[] = [addCheckRoutes, addCardRoute, addMcpRoute];

/** Everything that memory answers over HTTP. */
export function memoryRoutes(parts: RouteParts): App {
  const app = createApp(parts);
  for (const add of subjects) add(app, parts);
  return app;
}

/** The OpenAPI document of these routes. */
export function describeMemory(): ApiDocument {
  return documentOf(memoryRoutes({ ...forDocument, db: undefined as never, log: undefined as never }));
}
