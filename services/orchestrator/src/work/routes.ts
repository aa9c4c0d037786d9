import type { App } from '@hookline/http';
import type { RouteParts } from '../routes/index.ts';
import { WorkDoor } from './routes/door.ts';
import { addLookingRoutes } from './routes/looking.ts';
import { addOfferingRoutes } from './routes/offering.ts';
import { addReportRoutes } from './routes/reports.ts';
import { addTakingRoute } from './routes/taking.ts';

/** Offering, looking, taking and reporting work. */
export function addWorkRoutes(app: App, parts: RouteParts): void {
  const door = new WorkDoor(parts);
  addLookingRoutes(app, parts);
  addReportRoutes(app, parts, door);
  addOfferingRoutes(app, parts, door);
  addTakingRoute(app, parts, door);
}
