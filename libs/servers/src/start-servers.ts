import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HomeInUseError } from './errors.ts';
import { type ServersLog, silent } from './log.ts';
import { connectionOf, probeNats } from './nats/connection.ts';
import { type NatsServer, startNats } from './nats/start-nats.ts';
import type { ServerProfile } from './postgres/arguments.ts';
import { type PostgresServer, startPostgres } from './postgres/start-postgres.ts';
import { takeLockFile } from './process/lock-file.ts';
import type { ChildStatus } from './process/supervised-child.ts';
import { defaultCache, type ServersSettings, serversSettings } from './settings.ts';

export interface ServersStatus {
  readonly nats: ChildStatus;
  readonly postgres: ChildStatus;
}

export interface Servers extends AsyncDisposable {
  readonly nats: NatsServer;
  readonly postgres: PostgresServer;
  status(): ServersStatus;
  /** Ends both in order and gives the home back. May be called more than once. */
  stop(): Promise<void>;
}

export interface StartServersOptions {
  /** Everything kept lies below this folder; made if missing. */
  readonly home: string;
  /** Environment variables; unknown names are passed over, so `process.env` will do. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly profile?: ServerProfile;
  readonly log?: ServersLog;
  /** Called at every change of state of a child. */
  readonly onStatus?: (server: keyof ServersStatus, status: ChildStatus) => void;
}

/**
 * Both servers, ready for use. Takes the home for this process (`HomeInUseError` when another has it),
 * ends what a killed run left behind, starts them side by side, and restarts one that dies. A server
 * named by HOOKLINE_NATS_URL or HOOKLINE_DATABASE_URL is used in place of a child.
 */
export async function startServers(options: StartServersOptions): Promise<Servers> {
  const { log = silent, profile = 'durable', onStatus } = options;
  const home = resolve(options.home);
  const settings = serversSettings.parse(options.settings ?? {});
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
  const lock = takeLockFile(join(home, 'run', 'servers.lock'));
  if ('heldBy' in lock) throw new HomeInUseError(home, lock.heldBy.pid);

  const common = { cacheDir: defaultCache(settings, home), log };
  const outcomes = await Promise.allSettled([
    settings.HOOKLINE_NATS_URL
      ? externalNats(settings.HOOKLINE_NATS_URL)
      : startNats({
          ...common,
          ...natsOptions(settings, profile),
          dir: join(home, 'nats'),
          onStatus: (status) => onStatus?.('nats', status),
        }),
    settings.HOOKLINE_DATABASE_URL
      ? externalPostgres(settings.HOOKLINE_DATABASE_URL)
      : startPostgres({
          ...common,
          profile,
          bin: settings.HOOKLINE_POSTGRES_BIN,
          port: settings.HOOKLINE_POSTGRES_PORT,
          dir: join(home, 'postgres'),
          onStatus: (status) => onStatus?.('postgres', status),
        }),
  ]);
  const [nats, postgres] = outcomes;
  if (nats.status === 'rejected' || postgres.status === 'rejected') {
    await Promise.allSettled(outcomes.map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
    lock.release();
    const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    if (errors.length === 1) throw errors[0];
    throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  }

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    const ends = await Promise.allSettled([nats.value.stop(), postgres.value.stop()]);
    lock.release();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  const stopOnce = () => {
    stopped ??= stop();
    return stopped;
  };
  return {
    nats: nats.value,
    postgres: postgres.value,
    status: () => ({ nats: nats.value.status(), postgres: postgres.value.status() }),
    stop: stopOnce,
    [Symbol.asyncDispose]: stopOnce,
  };
}

function natsOptions(settings: ServersSettings, profile: ServerProfile) {
  return {
    program: settings.HOOKLINE_NATS_SERVER,
    releases: settings.HOOKLINE_NATS_RELEASES,
    port: settings.HOOKLINE_NATS_PORT,
    sync: settings.HOOKLINE_NATS_SYNC ?? (profile === 'test' ? '2m' : 'always'),
  };
}

const external: ChildStatus = { state: 'external', restarts: 0 };
const leftAlone = { pid: undefined, status: () => external, stop: async () => {}, async [Symbol.asyncDispose]() {} };

async function externalNats(url: string): Promise<NatsServer> {
  return { ...leftAlone, url, connection: connectionOf(url), version: await probeNats(url) };
}

/** Its version is checked by whoever first connects (`checkPostgresVersion`): there is no client here. */
async function externalPostgres(url: string): Promise<PostgresServer> {
  return { ...leftAlone, url, readerUrl: undefined, version: undefined };
}
