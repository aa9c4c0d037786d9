import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '1.5.6-r.1';
const installTimeoutMs = 15 * 60_000;

/** What these tests need of `@duckdb/node-api`. */
export interface DuckDb {
  query(sql: string): Promise<Record<string, unknown>[]>;
}

/**
 * A DuckDB in memory. The first time its package is installed from npm into the cache, where it stays; it is no
 * dependency of Hookline. Rejects when it cannot be had, saying why.
 */
export async function openDuckDb(): Promise<DuckDb> {
  const cache = process.env.HOOKLINE_CACHE || join(homedir(), '.cache', 'hookline');
  const folder = join(cache, `duckdb-${version}`);
  if (!existsSync(folder)) await install(folder);
  const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return { query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() };
}

async function install(folder: string): Promise<void> {
  process.stderr.write(`installing @duckdb/node-api@${version} into ${folder}, once (about 70 MB)\n`);
  const scratch = `${folder}.${process.pid}`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  const flags = ['--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawn('npm', ['install', '--prefix', scratch, ...flags, `@duckdb/node-api@${version}`], {
    cwd: scratch,
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
      `npm could not install @duckdb/node-api@${version} into ${folder} (status ${status}): these tests need it, look at the registry npm uses\n${said}`,
    );
  }
  renameSync(scratch, folder);
}
