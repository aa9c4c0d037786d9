import { type ApiDocument, type App, createApp, documentOf, forDocument } from '@hookline/http';
import { addCheckRoutes } from './check.ts';
import { addDecisionRoutes } from './decisions.ts';
import { addFilesRoute } from './files.ts';
import { addMcpRoute } from './mcp.ts';
import { addMemoryRoutes } from './memories.ts';
import { addPackRoutes } from './pack.ts';
import type { RouteParts } from './parts.ts';
import { addReasonRoutes } from './reasons.ts';
import { addRecallRoutes } from './recall.ts';
import { addRememberRoute } from './remember.ts';
import { addReportRoutes } from './report.ts';
import { addRevocationRoutes } from './revocations.ts';
import { addSkillRoutes } from './skills.ts';
import { addTeamRoutes } from './teams.ts';
import { addToldRoutes } from './told.ts';

/** What serves a subject. A new one is a file here and a line below; fixed paths come before those with an id in them. */
const subjects: readonly ((app: App, parts: RouteParts) => void)[] = [
  addCheckRoutes,
  addReportRoutes,
  addTeamRoutes,
  addSkillRoutes,
  addToldRoutes,
  addRevocationRoutes,
  addRememberRoute,
  addDecisionRoutes,
  addMemoryRoutes,
  addReasonRoutes,
  addPackRoutes,
  addRecallRoutes,
  addFilesRoute,
  addMcpRoute,
];

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
