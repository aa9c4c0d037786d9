import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { announcedFolder, answersLayout } from '@hookline/harnesses';

const waitMostMs = 5_000;
const pollMs = 50;

/**
 * Tells the edge of this machine that an agent is about to start in a folder it never saw, and waits until what it should
 * be told lies ready there. Not for long, and not at all where no edge answers: then the agent starts without.
 */
export async function announceFolder(home: string, folder: string, signal: AbortSignal): Promise<boolean> {
  const { alive } = answersLayout(home);
  const edge = statSync(alive, { throwIfNoEntry: false });
  if (edge === undefined || edge.mtimeMs < Date.now()) return false;
  const file = announcedFolder(home, folder);
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, folder, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  for (const end = Date.now() + waitMostMs; Date.now() < end && !signal.aborted; ) {
    if (!existsSync(file)) return true;
    await pause(pollMs);
  }
  rmSync(file, { force: true });
  return false;
}

/** Nothing lies ready for a folder that is no more. */
export function forgetFolder(home: string, folder: string): void {
  rmSync(join(home, 'cards', folder), { recursive: true, force: true });
}
