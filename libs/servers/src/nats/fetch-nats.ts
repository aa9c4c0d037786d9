import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServersLog } from '../log.ts';
import { type LockFile, takeLockFile } from '../process/lock-file.ts';
import { fetchFromDebian } from './fetch-debian.ts';
import { fetchRelease } from './fetch-release.ts';
import { type NatsProgram, versionOf } from './nats-program.ts';
import { isUsableNats, testedNats } from './version.ts';

/** One way to get the program into `folder`: the path of it, or an error that says why not. */
type NatsSource = (folder: string) => Promise<string>;

export interface FetchNatsOptions {
  readonly cacheDir: string;
  readonly releases?: string | undefined;
  readonly log: ServersLog;
  /** What another process may have fetched meanwhile. */
  cached(): Promise<NatsProgram | undefined>;
}

const lockWaitMs = 180_000;

/**
 * Fetches nats-server into `<cache>/nats-server/<version>/nats-server`. Many processes may do so at
 * once: one works, the others wait and take its result.
 */
export async function fetchNats(options: FetchNatsOptions): Promise<NatsProgram> {
  const shelf = resolve(options.cacheDir, 'nats-server');
  mkdirSync(shelf, { recursive: true });
  const lock = await waitForLock(join(shelf, 'fetch.lock'));
  try {
    return (await options.cached()) ?? (await fetchAnyhow(shelf, options));
  } finally {
    lock.release();
  }
}

async function fetchAnyhow(shelf: string, { releases, log }: FetchNatsOptions): Promise<NatsProgram> {
  const version = testedNats[0] ?? '';
  const ways: [name: string, source: NatsSource][] = [
    ['the Debian archive', fetchFromDebian],
    [releases ?? 'the official releases', (folder) => fetchRelease(folder, version, releases)],
  ];
  // A download address that was set is meant to be used.
  if (releases) ways.reverse();
  const reasons: string[] = [];
  for (const [name, source] of ways) {
    const folder = mkdtempSync(join(shelf, 'fetching-'));
    try {
      const program = await shelve(await source(folder), shelf);
      log.info({ ...program, from: name }, `fetched nats-server ${program.version} from ${name}`);
      return program;
    } catch (error) {
      reasons.push(`${name}: ${(error as Error).message}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new Error(
    `No nats-server was found on this machine and none could be fetched (${reasons.join('; ')}). Install nats-server 2.14 or newer, for example ${version} from https://github.com/nats-io/nats-server/releases, and put it on PATH or its path into HOOKLINE_NATS_SERVER.`,
  );
}

async function shelve(path: string, shelf: string): Promise<NatsProgram> {
  chmodSync(path, 0o755);
  const version = await versionOf(path);
  if (!version) throw new Error('the fetched program does not run on this machine');
  if (!isUsableNats(version)) throw new Error(`its newest version, ${version}, is older than 2.14`);
  const place = join(shelf, version);
  const whole = `${path}.shelf`;
  mkdirSync(whole);
  renameSync(path, join(whole, 'nats-server'));
  if (existsSync(place)) rmSync(place, { recursive: true, force: true });
  renameSync(whole, place);
  return { path: join(place, 'nats-server'), version };
}

async function waitForLock(path: string): Promise<LockFile> {
  for (const end = Date.now() + lockWaitMs; ; await wait(100)) {
    const lock = takeLockFile(path);
    if ('release' in lock) return lock;
    if (Date.now() > end) {
      throw new Error(
        `process ${lock.heldBy.pid} has been fetching nats-server for over ${lockWaitMs / 1000} s (lock ${path}); end it and try again`,
      );
    }
  }
}
