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
import type { EventLog, WorkDispatch } from '@hookline/log';
import type { Redactor } from '@hookline/redaction';
import type { Budgets } from '@hookline/rules';
import { addApprovalRoutes } from '../approvals/routes.ts';
import { addClaimRoutes } from '../claims/routes.ts';
import { addConflictRoutes } from '../conflicts/routes.ts';
import { addDryRunRoutes } from '../dry-run/routes.ts';
import { addPolicyRoutes } from '../policies/routes.ts';
import { addSourceRoutes } from '../sources/routes.ts';
import { addSteeringRoutes } from '../steering/routes.ts';
import { addSwitchRoutes } from '../switches/routes.ts';
import { addWebhookRoutes } from '../webhooks/routes.ts';
import { addWhyRoutes } from '../why/routes.ts';
import type { HeldItems } from '../work/held-items.ts';
import { addWorkRoutes } from '../work/routes.ts';

/** What the routes of the orchestrator use. */
export interface RouteParts {
  readonly db: Database;
  readonly log: EventLog;
  readonly work: WorkDispatch;
  readonly allow: Allow;
  /** Takes secrets out of what comes in. */
  readonly redactor: Redactor;
  /** Rings for holders of work that something happened to. */
  readonly held: HeldItems;
  /** What holds for all rules together. */
  readonly budgets: Budgets;
  /** Aborts when the process stops: nobody waits for anything then. */
  readonly signal: AbortSignal;
}

/** Where the routes lie. Whatever lies below these is the orchestrator's. */
export const prefixes = [
  '/v1/work',
  '/v1/rules',
  '/v1/claims',
  '/v1/conflicts',
  '/v1/steering',
  '/v1/approvals',
  '/v1/webhooks',
  '/v1/policies',
] as const;

/** Every group of routes. A new one is a file and a line here, and its prefix above; fixed paths come before names. */
const groups: readonly ((app: App, parts: RouteParts) => void)[] = [
  addWorkRoutes,
  addDryRunRoutes,
  addSwitchRoutes,
  addWhyRoutes,
  addSourceRoutes,
  addClaimRoutes,
  addConflictRoutes,
  addSteeringRoutes,
  addApprovalRoutes,
  addWebhookRoutes,
  addPolicyRoutes,
];

/** The orchestrator's routes. */
export function createRoutes(parts: RouteParts & AppOptions): App {
  const app = createApp(parts);
  for (const add of groups) add(app, parts);
  return app;
}

/** The OpenAPI document of these routes, made without a running orchestrator. */
export function describeRoutes(): ApiDocument {
  const nothing = undefined as never;
  return documentOf(
    createRoutes({
      ...forDocument,
      db: nothing,
      log: nothing,
      work: nothing,
      redactor: nothing,
      held: nothing,
      budgets: nothing,
      signal: nothing,
    }),
  );
}
