import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockFile, type ProcessMark, takeLockFile } from '@hookline/servers';

/** Where runners of this machine keep what they work on: a folder per runner. */
export function runnersFolder(home: string): string {
  return join(home, 'runner');
}

/** The folder of a runner. Names are made harmless: what a file name cannot hold becomes a dash. */
export function runnerFolder(home: string, name: string): string {
  return join(runnersFolder(home), name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 100) || 'runner');
}

/** Takes the folder for this process. Throws when a living runner of that name has it. */
export function lockRunner(folder: string, name: string): LockFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLockFile(lockFile(folder));
  if ('release' in lock) return lock;
  throw new Error(
    `a runner ${JSON.stringify(name)} works here already (pid ${lock.heldBy.pid}): end it, or give this one another --name`,
  );
}

/** Who has the folder, alive or not. */
export function lockHolder(folder: string): ProcessMark | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(lockFile(folder), 'utf8'));
    return { pid, startedAt };
  } catch {
    return undefined;
  }
}

function lockFile(folder: string): string {
  return join(folder, 'lock');
}
