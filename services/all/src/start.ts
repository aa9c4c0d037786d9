import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareReader } from '@hookline/db';
import { type ServersLog, startServers } from '@hookline/servers';
import { commonSettings, type Environment, Health, homeOf, runServices } from '@hookline/service';
import type { Logger } from 'pino';
import { findConsole } from './find-console.ts';
import { findPort } from './port.ts';

const serverReportEveryMs = 5000;

/** A whole bus in this process, with its servers as children. */
export interface Bus extends AsyncDisposable {
  readonly url: string;
  readonly home: string;
  readonly health: Health;
  /** Resolves when it has stopped; rejects with what made it stop, naming the service. */
  readonly stopped: Promise<void>;
  /** Stops serving, then the services, then the servers. What was acknowledged is on the disk. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts everything that keeps its data in `HOOKLINE_HOME`, or finds it as it was left. Resolves when the bus answers.
 * Throws, with nothing left running, when a port is taken, a setting is wrong, or a server cannot be had.
 */
export async function start(options: {
  env: Environment;
  logger: Logger;
  /** Hears in words what the servers do while they are found and started. */
  onNews?: (sentence: string) => void;
  /** `test`: gives up durability for speed. */
  profile?: 'durable' | 'test';
}): Promise<Bus> {
  const home = homeOf(options.env);
  const common = commonSettings.pick({ HOOKLINE_HOST: true, HOOKLINE_PORT: true }).parse(withoutEmpty(options.env));
  const port = await findPort(common.HOOKLINE_HOST, common.HOOKLINE_PORT);
  await mkdir(join(home, 'run'), { recursive: true, mode: 0o700 });
  const resources = new AsyncDisposableStack();
  try {
    const importing = import('./services.ts');
    importing.catch(() => {});
    const stopBuilding = new AbortController();
    resources.defer(() => stopBuilding.abort());
    const findingConsole =
      options.env.HOOKLINE_CONSOLE || findConsole({ home, logger: options.logger, signal: stopBuilding.signal });
    const servers = resources.use(
      await startServers({
        home,
        settings: options.env,
        log: tellToo(options.logger, options.onNews),
        ...(options.profile && { profile: options.profile }),
      }),
    );
    const { readerUrl } = servers.postgres;
    if (readerUrl !== undefined) {
      await prepareReader({ ownerUrl: servers.postgres.url, readerUrl, wholeServer: true });
    }
    const { services } = await importing;
    const health = new Health();
    const report = () => {
      for (const [name, child] of Object.entries(servers.status())) {
        const { version } = servers[name as 'nats' | 'postgres'];
        health.report(name, {
          ok: child.state === 'running' || child.state === 'external',
          detail: child.lastError ?? `${name} is ${child.state}`,
          facts: { state: child.state, restarts: child.restarts, pid: child.pid ?? null, version: version ?? null },
        });
      }
    };
    report();
    const reporting = setInterval(report, serverReportEveryMs);
    resources.defer(() => clearInterval(reporting));
    const url = `http://${urlHost(common.HOOKLINE_HOST)}:${port}`;
    const running = resources.use(
      await runServices(services, {
        health,
        logger: options.logger,
        env: {
          ...options.env,
          HOOKLINE_HOME: home,
          HOOKLINE_PORT: String(port),
          HOOKLINE_URL: url,
          HOOKLINE_NATS_URL: servers.nats.url,
          HOOKLINE_DATABASE_URL: servers.postgres.url,
          HOOKLINE_ANALYTICS_URL: readerUrl ?? options.env.HOOKLINE_ANALYTICS_URL,
          HOOKLINE_CONSOLE: await findingConsole,
          HOOKLINE_NATS_SYNC:
            servers.nats.status().state === 'external' ? undefined : options.env.HOOKLINE_NATS_SYNC || 'always',
        },
      }),
    );
    for (const [name, text] of [
      ['url', url],
      ['database-url', servers.postgres.url],
      ['analytics-url', readerUrl],
    ] as const) {
      if (text === undefined) continue;
      const file = join(home, 'run', name);
      await writeFile(file, `${text}\n`, { mode: 0o600 });
      resources.defer(() => rm(file, { force: true }));
    }
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= resources.disposeAsync();
      return stopping;
    };
    const stopped = (async () => {
      try {
        await running.stopped;
      } finally {
        await stop();
      }
    })();
    stopped.catch(() => {});
    return { url, home, health, stopped, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

function tellToo(logger: Logger, onNews: ((sentence: string) => void) | undefined): ServersLog {
  const hear = (level: 'info' | 'warn') => (fields: object, message: string) => {
    logger[level](fields, message);
    if (level === 'info') onNews?.(message);
  };
  return { info: hear('info'), warn: hear('warn') };
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
