import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endRecordedNow, isAlive, markOf } from '@hookline/servers';

const prefix = 'hookline-test-';
const ownerFile = 'owner.json';

/** Names the folder to every process of one test run. */
export const runFolderVariable = 'HOOKLINE_TEST_RUN';

/** A folder for everything one test run leaves on disk, marked with the process that answers for it. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, ownerFile), JSON.stringify(markOf(process.pid)));
  return folder;
}

const removeTriesMax = 10;

let ownFolder: string | undefined;

/** The run's folder; outside of a test run one of this process, removed when it ends. */
export function runFolder(): string {
  const shared = process.env[runFolderVariable];
  if (shared) return shared;
  if (!ownFolder) {
    ownFolder = makeRunFolder();
    process.once('exit', () => removeRunFolder(ownFolder!));
  }
  return ownFolder;
}

/** Ends every server whose record lies in the folder, by force, and removes it. */
export function removeRunFolder(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.process.json')) endRecordedNow(join(folder, file));
  }
  // While a server that was just killed still writes, removing may leave something without an error.
  for (let tries = 0; tries < removeTriesMax && existsSync(folder); tries++) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes what runs that were killed left behind. */
export function removeAbandonedRuns(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (!isAlive(JSON.parse(readFileSync(join(folder, ownerFile), 'utf8')))) removeRunFolder(folder);
    } catch {
      // Another user's, or one that is being made or removed at this moment.
    }
  }
}
