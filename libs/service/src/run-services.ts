import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AnyService, Need, ServiceContext } from './define-service.ts';
import { Health } from './health.ts';
import { HttpHost } from './http-host.ts';
import { type CommonSettings, type Environment, readSettings } from './settings.ts';

/** A set of services that do their work. */
export interface RunningServices extends AsyncDisposable {
  /** Where the HTTP port answers; undefined when no service asked for one. */
  readonly url: string | undefined;
  readonly health: Health;
  /** Resolves when all have stopped; rejects with the first failure, naming its service. */
  readonly stopped: Promise<void>;
  /** Stops serving people, then the services, then closes the connections. Safe to call twice. */
  stop(): Promise<void>;
}

/** A service ended although nobody told it to. The cause is what it threw, if it threw. */
export class ServiceFailedError extends Error {
  override name = 'ServiceFailedError';
  constructor(service: string, cause: unknown) {
    super(`${service} ${cause === undefined ? 'returned before it was told to stop' : `failed: ${reasonOf(cause)}`}`, {
      cause,
    });
  }
}

/**
 * Starts services side by side: settings of all are checked first, shared connections opened once, then every `run` is
 * called. Resolves when each has said that it is ready. When one fails, all are stopped.
 */
export async function runServices(
  services: readonly AnyService[],
  options: { env: Environment; logger: Logger; health?: Health },
): Promise<RunningServices> {
  const settings = readSettings(services, options.env);
  const common = [...settings.values()][0];
  if (common === undefined) throw new Error('runServices was given no service');
  const health = options.health ?? new Health();
  const resources = new AsyncDisposableStack();
  const stopping = new AbortController();
  try {
    const shared = await openShared(services, common, resources, options.logger);
    for (const { describe } of services) if (describe !== undefined) shared.http?.describe(describe);
    const failure = Promise.withResolvers<never>();
    failure.promise.catch(() => {});
    const readiness: Promise<void>[] = [];
    const runs = services.map(async (service) => {
      const ready = Promise.withResolvers<void>();
      readiness.push(ready.promise);
      try {
        const own = {
          settings: settings.get(service)!,
          logger: options.logger.child({ service: service.name }),
          signal: stopping.signal,
          health,
          ready: ready.resolve,
        };
        await service.run(Object.assign(contextOf(service, shared), own) as ServiceContext<unknown>);
        if (!stopping.signal.aborted) throw new ServiceFailedError(service.name, undefined);
      } catch (error) {
        if (stopping.signal.aborted) {
          options.logger.warn({ service: service.name, err: error }, 'failed while it was stopping');
          return;
        }
        const failed = error instanceof ServiceFailedError ? error : new ServiceFailedError(service.name, error);
        failure.reject(failed);
        stopping.abort(failed);
        throw failed;
      }
    });
    const all = Promise.allSettled(runs);
    let stop: Promise<void> | undefined;
    const close = () => {
      stop ??= (async () => {
        await shared.http?.[Symbol.asyncDispose]();
        stopping.abort();
        await all;
        await resources.disposeAsync();
      })();
      return stop;
    };
    const stopped = (async () => {
      try {
        await Promise.race([failure.promise, all]);
      } finally {
        await close();
      }
    })();
    stopped.catch(() => {});
    await Promise.race([Promise.all(readiness), stopped]);
    shared.http?.open();
    return { url: shared.http?.url, health, stopped, stop: close, [Symbol.asyncDispose]: close };
  } catch (error) {
    stopping.abort();
    await resources.disposeAsync();
    throw error;
  }
}

interface Shared {
  log?: ServiceContext<unknown>['log'];
  db?: ServiceContext<unknown>['db'];
  bodies?: ServiceContext<unknown>['bodies'];
  work?: ServiceContext<unknown>['work'];
  http?: HttpHost;
}

async function openShared(
  services: readonly AnyService[],
  settings: CommonSettings,
  resources: AsyncDisposableStack,
  logger: Logger,
): Promise<Shared> {
  const needed = new Set<Need>(services.flatMap((service) => [...service.needs]));
  const shared: Shared = {};
  if (needed.has('http')) {
    shared.http = resources.use(await HttpHost.listen(settings.HOOKLINE_HOST, settings.HOOKLINE_PORT, { held: true }));
  }
  const opening: Promise<void>[] = [];
  if (needed.has('log') || needed.has('work')) {
    opening.push(
      (async () => {
        const { JetStreamLog, WorkDispatch } = await import('@hookline/log');
        const log = await JetStreamLog.open({
          ...brokerAt(required(settings, 'HOOKLINE_NATS_URL')),
          topology: { replicas: settings.HOOKLINE_REPLICAS },
          logger,
        });
        shared.log = resources.use(log);
        shared.work = new WorkDispatch(log.connection);
      })(),
    );
  }
  if (needed.has('db')) {
    opening.push(
      (async () => {
        const { openDatabase } = await import('@hookline/db');
        shared.db = resources.use(await openDatabase(required(settings, 'HOOKLINE_DATABASE_URL')));
      })(),
    );
  }
  if (needed.has('bodies')) {
    opening.push(
      (async () => {
        const { FolderBodyStore } = await import('@hookline/log');
        const folder = join(settings.HOOKLINE_HOME, 'bodies');
        await mkdir(folder, { recursive: true, mode: 0o700 });
        shared.bodies = new FolderBodyStore(folder);
      })(),
    );
  }
  const failed = (await Promise.allSettled(opening)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return shared;
}

/** The client does not read user and password out of an address. */
function brokerAt(address: string): { servers: string; user?: string; pass?: string } {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return {
    servers: url.href,
    ...(username !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
  };
}

function required(settings: CommonSettings, name: 'HOOKLINE_NATS_URL' | 'HOOKLINE_DATABASE_URL'): string {
  const value = settings[name];
  if (value) return value;
  throw new Error(`${name} is not set: a service run on its own needs it (hookline start brings its own servers)`);
}

function contextOf(service: AnyService, shared: Shared): Partial<ServiceContext<unknown>> {
  const context = {};
  for (const need of ['log', 'db', 'bodies', 'http', 'work'] as const) {
    Object.defineProperty(context, need, {
      enumerable: true,
      configurable: true,
      ...(service.needs.includes(need)
        ? { value: shared[need] }
        : {
            get: () => {
              throw new Error(`${service.name} uses ${need} without naming it in its needs`);
            },
          }),
    });
  }
  return context;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
