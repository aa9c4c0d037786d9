import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** A package that tests need and Hookline does not: it is no dependency, and comes from npm when it is first wanted. */
export interface NpmPackage {
  readonly packageName: string;
  readonly version: string;
  /** Its folder in the cache, below which is `node_modules`. */
  readonly folder: string;
  readonly megabytes: number;
  /** True when the package's own install scripts must run. */
  readonly scripts?: boolean;
  /** Throws, saying why, when what npm brought into this folder is not what is needed. */
  readonly check?: (folder: string) => void;
}

const installTimeoutMs = 15 * 60_000;

/** The package's folder in the cache, where it stays once it was installed. Throws when it cannot be had, saying why. */
export async function npmPackage(wanted: NpmPackage): Promise<string> {
  const { packageName, version, megabytes, check } = wanted;
  const folder = join(cacheFolder(), wanted.folder);
  if (existsSync(folder)) return folder;
  process.stderr.write(`installing ${packageName}@${version} into ${folder}, once (about ${megabytes} MB)\n`);
  const scratch = `${folder}.${process.pid}`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  await install(scratch, wanted);
  check?.(scratch);
  rmSync(folder, { recursive: true, force: true });
  renameSync(scratch, folder);
  return folder;
}

async function install(folder: string, { packageName, version, scripts = false }: NpmPackage): Promise<void> {
  const flags = ['--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!scripts) flags.push('--ignore-scripts');
  const npm = spawn('npm', ['install', '--prefix', folder, ...flags, `${packageName}@${version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: installTimeoutMs,
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  const [status] = await once(npm, 'close');
  if (status !== 0) {
    throw new Error(
      `npm could not install ${packageName}@${version} into ${folder} (status ${status}). ` +
        `These tests need it: look at the registry npm uses, then run them again.\n${said}`,
    );
  }
}
