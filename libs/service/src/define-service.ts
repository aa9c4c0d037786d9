import type { Database } from '@hookline/db';
import type { BodyStore, EventLog, WorkDispatch } from '@hookline/log';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Health } from './health.ts';
import type { HttpHost } from './http-host.ts';
import type { CommonSettings } from './settings.ts';

/** The shared things a service may ask for. Only what is asked for is opened. */
export type Need = 'log' | 'db' | 'bodies' | 'http' | 'work';

/** What a running service is given. A connection it did not ask for throws when touched. */
export interface ServiceContext<Settings> {
  /** The service's own settings and the common ones, checked. */
  readonly settings: Settings & CommonSettings;
  readonly logger: Logger;
  /** Aborts when the service has to stop: finish what is begun, then return. */
  readonly signal: AbortSignal;
  readonly log: EventLog;
  readonly db: Database;
  readonly bodies: BodyStore;
  /** Wakes and balances workers; asking for it asks for the log too. */
  readonly work: WorkDispatch;
  readonly http: Pick<HttpHost, 'mount' | 'documents' | 'url'>;
  readonly health: Health;
  /** Says that the service does its work from now on; starting waits for every service's word. */
  ready(): void;
}

/** A service as a value: what it is called, what may be set, what it needs, and what it does until it is told to stop. */
export interface Service<Settings = unknown> {
  readonly name: string;
  readonly settings: z.ZodType<Settings>;
  readonly needs: readonly Need[];
  /** The OpenAPI document of the routes it mounts, made without running it. */
  readonly describe?: () => object;
  run(context: ServiceContext<Settings>): Promise<void>;
}

/** A service of any settings, as `main` and `runServices` take them. */
// biome-ignore lint/suspicious/noExplicitAny: a list of services holds services of different settings
export type AnyService = Service<any>;

/**
 * Defines a service. `run` returns when `signal` aborts; when it returns earlier or throws, the process ends with the
 * service's name and the cause.
 */
export function defineService<Shape extends z.ZodRawShape>(service: {
  name: string;
  settings: z.ZodObject<Shape>;
  needs: readonly Need[];
  describe?: () => object;
  run(context: ServiceContext<z.infer<z.ZodObject<Shape>>>): Promise<void>;
}): Service<z.infer<z.ZodObject<Shape>>> {
  return service;
}
