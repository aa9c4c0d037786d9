import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';

/** A lock held by this process until `release`, or until the process is gone. */
export interface LockFile {
  release(): void;
}

/** The lock, or the mark of the living process that holds it. A lock left by a dead process is taken over. */
export function takeLockFile(path: string): LockFile | { heldBy: ProcessMark } {
  const own = markOf(process.pid);
  if (!own) throw new Error(`cannot read the start time of this process (pid ${process.pid}); is /proc or ps missing?`);
  const nonce = randomBytes(6).toString('hex');
  const text = JSON.stringify({ ...own, nonce });
  const draft = `${path}.${process.pid}.${nonce}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      // A link is made whole or not at all, so nobody ever reads a half-written lock.
      if (tryLink(draft, path)) return { release: () => releaseIfOwn(path, text) };
      const found = readText(path);
      if (found === undefined) continue;
      const holder = parseMark(found);
      if (holder && isAlive(holder)) return { heldBy: holder };
      removeStale(path, found, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`cannot take the lock ${path}: other processes keep changing it; try again`);
}

const attemptsMax = 20;

/** Moves a dead process's lock away; puts it back if in the meantime it had become somebody else's. */
function removeStale(path: string, expected: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== expected) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function releaseIfOwn(path: string, text: string): void {
  if (readText(path) === text) rmSync(path, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parseMark(text: string): ProcessMark | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text);
    return Number.isInteger(pid) && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}
