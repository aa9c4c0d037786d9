import type { Verifier } from '@hookline/access';
import type { Database, Reader } from '@hookline/db';
import type { Allow, ApiDocument, App, BrowserLogin } from '@hookline/http';
import type { BodyStore, EventLog } from '@hookline/log';
import type { Health } from '@hookline/service';
import type { LiveTail } from './live-tail.ts';
import type { Elsewhere } from './routes/elsewhere.ts';

/** What a route may use. */
export interface ApiContext {
  readonly db: Database;
  readonly log: EventLog;
  readonly bodies: BodyStore;
  readonly health: Health;
  /** Runs the SQL of people; undefined where no login for it was given. */
  readonly reader: Reader | undefined;
  readonly tail: LiveTail;
  readonly login: BrowserLogin;
  readonly verifier: Verifier;
  readonly settings: ApiFacts;
  /** Aborts when the process stops: streams end then. */
  readonly signal: AbortSignal;
  readonly startedAt: string;
  readonly logger: { error(fields: object, message: string): void };
  readonly allow: Allow;
  /** The tenant's key of redaction, for machines that are enrolled. */
  redactionKey(): Promise<string>;
  /** The documents of all services of this process, as they are now. */
  documents(): readonly ApiDocument[];
}

/** What the API is told about the installation it speaks for. */
export interface ApiFacts {
  /** The address the HTTP port listens on. */
  readonly host: string;
  readonly publicHosts: readonly string[];
  /** `HOOKLINE_HOME`. */
  readonly home: string;
  /** How to reach archives on `s3://`. */
  readonly archiveEnv: Readonly<Record<string, string | undefined>>;
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** How often the broker writes to the disk for certain: `always` or an interval; undefined when it is not ours. */
  readonly natsSync: string | undefined;
  /** Routes that another process answers. */
  readonly elsewhere: readonly Elsewhere[];
}

/** Adds the routes of one subject. */
export type AddRoutes = (api: App, context: ApiContext) => void;
