import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bus, start } from '@hookline/all';
import { findConnection, Output, run, type Sink } from '@hookline/cli';
import { type Client, createClient } from '@hookline/client';
import { defaultCache } from '@hookline/servers';
import { eventually, preparedFolder, tempDir } from '@hookline/testing';
import { pino } from 'pino';

/** The whole bus, as `hookline start` runs it, and its command line. */
export interface TestBus extends AsyncDisposable {
  readonly url: string;
  readonly home: string;
  readonly client: Client;
  /** Runs one command line against this bus. */
  hookline(...args: string[]): Promise<CommandResult>;
  /** Stops it; what it keeps stays in `home`. */
  stop(): Promise<void>;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** What it printed, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  json(): any;
}

const silent = pino({ level: 'silent' });

/** Recordings of Claude Code that the tests share. */
export const recordingsFolder = fileURLToPath(new URL('../../recordings/claude-code', import.meta.url));

/** Starts a bus on a free port. Without a home it gets one of its own, which goes with it. */
export async function startBus(
  options: {
    home?: string;
    env?: Record<string, string>;
    /** For tests that kill a server: what it acknowledged must be on the disk, as it is for people. */
    profile?: 'durable' | 'test';
  } = {},
): Promise<TestBus> {
  const resources = new AsyncDisposableStack();
  const home = options.home ?? resources.use(await tempDir()).path;
  const env = environmentOf(home, { HOOKLINE_PORT: '0', HOOKLINE_WEBHOOK_HOSTS: '127.0.0.1', ...options.env });
  const profile = options.profile ?? 'test';
  if (profile === 'test' && !env.HOOKLINE_DATABASE_URL) await prepareDatabase(home);
  const bus: Bus = resources.use(await start({ env, logger: silent, profile }));
  const own = { ...env, HOOKLINE_URL: bus.url };
  const { token } = await findConnection(own);
  const dispose = () => resources.disposeAsync();
  return {
    url: bus.url,
    home,
    client: createClient({ url: bus.url, token }),
    hookline: (...args) => hookline(own, args),
    stop: () => bus.stop(),
    [Symbol.asyncDispose]: dispose,
  };
}

/** Gives an empty home a database with its tables: making it is most of what a first start does. */
async function prepareDatabase(home: string): Promise<void> {
  const database = join(home, 'postgres');
  if (existsSync(database)) return;
  await preparedFolder('database', database, async () => {
    await using other = await tempDir();
    const env = environmentOf(other.path, { HOOKLINE_PORT: '0' });
    await (await start({ env, logger: silent, profile: 'test' })).stop();
    await rename(join(other.path, 'postgres'), database);
  });
}

/** The environment of a program that works in this home and knows nothing of the developer's own. */
export function environmentOf(home: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    HOOKLINE_HOME: home,
    HOOKLINE_CACHE: defaultCache(process.env),
    CLAUDE_CONFIG_DIR: `${home}/claude`,
    ...more,
  };
}

/** Runs one command line in this process, as a pipe would see it. */
export async function hookline(env: Record<string, string>, args: readonly string[]): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await run(args, {
    env,
    cwd: env.HOME ?? '/',
    output: new Output(sink(out), sink(err), env),
    signal: new AbortController().signal,
    connect: () => findConnection(env),
    endWith: () => {},
  });
  return { exitCode, out: out.join(''), err: err.join(''), json: () => JSON.parse(out.join('')) };
}

function sink(into: string[]): Sink {
  return {
    write: (text) => {
      into.push(typeof text === 'string' ? text : Buffer.from(text).toString('latin1'));
      return true;
    },
    once: () => {},
  };
}

/** Resolves when every read model has all that is in the log. */
export async function caughtUp(bus: TestBus): Promise<void> {
  await eventually(
    async () => {
      const { log, lag } = (await bus.client.request('GET', '/v1/status')) as {
        log: { last: number };
        lag: Record<string, number>;
      };
      return log.last > 0 && Object.values(lag).every((behind) => behind === 0);
    },
    { what: 'the read models have all of the log' },
  );
}

/** Resolves when memories follow from all that is in the log. */
export async function remembered(bus: TestBus): Promise<void> {
  await eventually(
    async () => {
      const { log } = (await bus.client.request('GET', '/v1/status')) as { log: { last: number } };
      const now = (await bus.client.request('GET', '/v1/memory/progress')) as Record<string, number>;
      return log.last > 0 && now.position! >= log.last && now.sessions === 0 && now.memories === 0;
    },
    { timeoutMs: 40_000, what: 'memories follow from the whole log' },
  );
}
