import type { AddRoutes } from '../context.ts';
import { addBodyRoutes } from './bodies.ts';
import { addChangeRoutes } from './changes.ts';
import { addCompareRoutes } from './compare.ts';
import { addCompletenessRoutes } from './completeness.ts';
import { addConsoleRoutes } from './console.ts';
import { addCostRoutes } from './costs.ts';
import { addElsewhereRoutes } from './elsewhere.ts';
import { addEntryRoutes } from './entries.ts';
import { addEventRoutes } from './events.ts';
import { addExportRoutes } from './export.ts';
import { addFacetRoutes } from './facets.ts';
import { addFailureRoutes } from './failures.ts';
import { addFileRoutes } from './files.ts';
import { addHandOffRoutes } from './handoff.ts';
import { addHealthRoutes } from './health.ts';
import { addLoginRoutes } from './login.ts';
import { addMachineRoutes } from './machines.ts';
import { addNowRoutes } from './now.ts';
import { addOutcomeRoutes } from './outcomes.ts';
import { addOutlineRoutes } from './outline.ts';
import { addPriceRoutes } from './prices.ts';
import { addProjectionRoutes } from './projections.ts';
import { addPullRoutes } from './pulls.ts';
import { addRetentionRoutes } from './retention.ts';
import { addSearchRoutes } from './search.ts';
import { addSessionCodeRoutes } from './session-code.ts';
import { addSessionEventRoutes } from './session-events.ts';
import { addSessionStateRoutes } from './session-state.ts';
import { addSessionRoutes } from './sessions.ts';
import { addShareRoutes } from './shares.ts';
import { addSqlRoutes } from './sql.ts';
import { addStatusRoutes } from './status.ts';
import { addSubscriptionRoutes } from './subscriptions.ts';
import { addTimelineRoutes } from './timeline.ts';
import { addTokenRoutes } from './tokens.ts';
import { addWorkspaceRoutes } from './workspace.ts';

/** Every subject of the API. A new one is a file here and a line below; the console comes last, it answers the rest. */
export const routes: readonly AddRoutes[] = [
  addHealthRoutes,
  addLoginRoutes,
  addSessionRoutes,
  addSearchRoutes,
  addFailureRoutes,
  addFacetRoutes,
  addNowRoutes,
  addSessionCodeRoutes,
  addPullRoutes,
  addPriceRoutes,
  addOutcomeRoutes,
  addCostRoutes,
  addSessionEventRoutes,
  addSessionStateRoutes,
  addOutlineRoutes,
  addEntryRoutes,
  addTimelineRoutes,
  addCompareRoutes,
  addChangeRoutes,
  addHandOffRoutes,
  addShareRoutes,
  addExportRoutes,
  addEventRoutes,
  addWorkspaceRoutes,
  addFileRoutes,
  addBodyRoutes,
  addRetentionRoutes,
  addProjectionRoutes,
  addSqlRoutes,
  addCompletenessRoutes,
  addSubscriptionRoutes,
  addTokenRoutes,
  addMachineRoutes,
  addStatusRoutes,
  addElsewhereRoutes,
  addConsoleRoutes,
];
