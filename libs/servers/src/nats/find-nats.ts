import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ServersLog } from '../log.ts';
import { fetchNats } from './fetch-nats.ts';
import { type NatsProgram, versionOf } from './nats-program.ts';
import { checkNatsVersion, compareVersions, isUsableNats, oldestNats, testedNats } from './version.ts';

export interface FindNatsOptions {
  readonly cacheDir: string;
  /** Path of the program to use (HOOKLINE_NATS_SERVER). */
  readonly setting?: string | undefined;
  /** Where releases are downloaded from (HOOKLINE_NATS_RELEASES). */
  readonly releases?: string | undefined;
  /** The search path; the process's own when not given. */
  readonly path?: string | undefined;
  readonly log: ServersLog;
}

/** nats-server 2.14 or newer: the setting, else on PATH, else in the cache, else fetched into it. */
export async function findNats(options: FindNatsOptions): Promise<NatsProgram> {
  const found = options.setting ? await fromSetting(resolve(options.setting)) : await searched(options);
  if (!testedNats.includes(found.version)) {
    options.log.warn(
      { path: found.path, version: found.version, tested: testedNats },
      `nats-server ${found.version} is not one of the versions Hookline was tested with (${testedNats.join(', ')})`,
    );
  }
  return found;
}

async function searched(options: FindNatsOptions): Promise<NatsProgram> {
  const cached = () => newestCached(resolve(options.cacheDir, 'nats-server'));
  return (await onPath(options)) ?? (await cached()) ?? (await fetchNats({ ...options, cached }));
}

async function fromSetting(path: string): Promise<NatsProgram> {
  const version = await versionOf(path);
  if (!version) {
    throw new Error(`HOOKLINE_NATS_SERVER is ${path}, which is not a nats-server that runs here. Correct or unset it.`);
  }
  checkNatsVersion(version, path);
  return { path, version };
}

async function onPath({ path = process.env.PATH ?? '', log }: FindNatsOptions): Promise<NatsProgram | undefined> {
  for (const folder of new Set([...path.split(':'), '/usr/local/sbin', '/usr/sbin'])) {
    const candidate = resolve(folder, 'nats-server');
    if (!folder || !isExecutable(candidate)) continue;
    const version = await versionOf(candidate);
    if (version && isUsableNats(version)) return { path: candidate, version };
    log.info({ path: candidate, version }, `passed over a nats-server older than ${oldestNats} or not able to run`);
  }
  return undefined;
}

async function newestCached(folder: string): Promise<NatsProgram | undefined> {
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+\.\d+\.\d+$/.test(name)) : [];
  for (const version of versions.sort(compareVersions).reverse()) {
    const path = join(folder, version, 'nats-server');
    if (isUsableNats(version) && (await versionOf(path)) === version) return { path, version };
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
