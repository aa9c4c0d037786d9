import type { Database } from '@hookline/db';
import type { Allow, AppOptions } from '@hookline/http';
import type { EventLog } from '@hookline/log';

/** What the routes of memory stand on. */
export interface RouteParts extends AppOptions {
  readonly db: Database;
  readonly log: EventLog;
  readonly allow: Allow;
}
