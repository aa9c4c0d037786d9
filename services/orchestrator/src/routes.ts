import type { Database } from '@hookline/db';
import {
  type Allow,
  type ApiDocument,
  type App,
  type AppOptions,
  createApp,
  documentOf,
  forDocument,
} from '@hookline/http';
import type { WorkDispatch } from '@hookline/log';
import { addRuleRoutes } from './dry-run.ts';
import { addWorkRoutes } from './work/routes.ts';

/** What the routes of the orchestrator use. */
export interface RouteParts {
  readonly db: Database;
  readonly work: WorkDispatch;
  readonly allow: Allow;
  /** Aborts when the process stops: nobody waits for work then. */
  readonly signal: AbortSignal;
}

/** Everything below `/v1/work` and `/v1/rules`. */
export function createRoutes(parts: RouteParts & AppOptions): App {
  const app = createApp(parts);
  addWorkRoutes(app, parts);
  addRuleRoutes(app, parts);
  return app;
}

/** The OpenAPI document of these routes, made without a running orchestrator. */
export function describeRoutes(): ApiDocument {
  const nothing = undefined as never;
  return documentOf(createRoutes({ ...forDocument, db: nothing, work: nothing, signal: nothing }));
}
