import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder, stampFile } from './places.ts';
import { sourceHash } from './source-hash.ts';

const buildTimeoutMs = 120_000;
const outputCharactersMax = 4000;

/** Where the console lies, or will. */
export interface Console {
  /** What the api serves: holds an index.html from the moment `ready` resolves on, and nothing half-made before. */
  readonly folder: string;
  /** False when it lay there already. */
  readonly building: boolean;
  /** Rejects when it cannot be built, with what the build said; the bus works without it. */
  readonly ready: Promise<void>;
}

/**
 * Finds the console that fits these sources: built into the package (as images carry it) or in the cache of `home`,
 * else builds it there in a process of its own, beside whatever the caller does. A clone may be read-only.
 */
export async function ensureConsole(options: {
  home: string;
  signal?: AbortSignal;
  /** Where a finished build may lie already; `dist` of this package where not given. */
  carried?: string;
}): Promise<Console> {
  const { carried = join(packageFolder, 'dist') } = options;
  const hash = await sourceHash();
  if ((await stampOf(carried)) === hash) return { folder: carried, building: false, ready: Promise.resolve() };
  const cache = join(options.home, 'cache', 'console');
  const folder = join(cache, hash);
  if ((await stampOf(folder)) === hash) return { folder, building: false, ready: Promise.resolve() };
  const ready = buildInto(cache, hash, options.signal);
  ready.catch(() => {});
  return { folder, building: true, ready };
}

async function buildInto(cache: string, hash: string, signal: AbortSignal | undefined): Promise<void> {
  const unfinished = join(cache, `${hash}.${process.pid}`);
  await mkdir(cache, { recursive: true, mode: 0o700 });
  await Promise.all((await readdir(cache)).map((older) => rm(join(cache, older), { recursive: true, force: true })));
  try {
    await runBuild(unfinished, signal);
    await rename(unfinished, join(cache, hash));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Runs apart from the caller, so that a build neither blocks its event loop nor keeps a bundler in its memory. */
async function runBuild(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const program = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder], {
    cwd: packageFolder,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([AbortSignal.timeout(buildTimeoutMs), ...(signal ? [signal] : [])]),
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-outputCharactersMax);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new Error(`the console was not built: its build ended with ${code}${said ? `:\n${said.trim()}` : ''}`);
}

async function stampOf(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, stampFile), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
