import type { Database } from '@hookline/db';
import type { Allow, AppOptions } from '@hookline/http';
import type { EventLog } from '@hookline/log';
import type { Meaning } from '@hookline/recall';
import type { Redactor } from '@hookline/redaction';

/** What the routes of memory stand on. */
export interface RouteParts extends AppOptions {
  readonly db: Database;
  readonly log: EventLog;
  /** Takes secrets out of what is written down by request. */
  readonly redactor?: Redactor;
  readonly allow: Allow;
  /** Gives texts their meaning, where somebody set up what does. */
  readonly meaning?: Meaning | undefined;
}
