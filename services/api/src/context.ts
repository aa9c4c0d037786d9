import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AccessEnv, Scope, Verifier } from '@hookline/access';
import type { Database } from '@hookline/db';
import type { BodyStore, EventLog } from '@hookline/log';
import type { Health } from '@hookline/service';
import type { MiddlewareHandler } from 'hono';
import type { BrowserLogin } from './browser-login.ts';
import type { LiveTail } from './live-tail.ts';
import type { Elsewhere } from './routes/elsewhere.ts';

/** The application that routes are added to. */
export type Api = OpenAPIHono<AccessEnv>;

/** What a route may use. */
export interface ApiContext {
  readonly db: Database;
  readonly log: EventLog;
  readonly bodies: BodyStore;
  readonly health: Health;
  readonly tail: LiveTail;
  readonly login: BrowserLogin;
  readonly verifier: Verifier;
  readonly settings: ApiFacts;
  /** Aborts when the process stops: streams end then. */
  readonly signal: AbortSignal;
  readonly startedAt: string;
  /** Lets a request pass whose token, or browser, has the scope. */
  allow(scope: Scope): MiddlewareHandler<AccessEnv>;
}

/** What the API is told about the installation it speaks for. */
export interface ApiFacts {
  /** The address the HTTP port listens on. */
  readonly host: string;
  readonly publicHosts: readonly string[];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** How often the broker writes to the disk for certain: `always` or an interval; undefined when it is not ours. */
  readonly natsSync: string | undefined;
  /** Routes that another process answers. */
  readonly elsewhere: readonly Elsewhere[];
}

/** Adds the routes of one subject. */
export type AddRoutes = (api: Api, context: ApiContext) => void;
