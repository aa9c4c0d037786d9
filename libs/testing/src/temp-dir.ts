import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';

export interface TempDir extends AsyncDisposable {
  readonly path: string;
}

/** An empty folder of its own, removed when disposed of, at the latest with the test run. */
export async function tempDir(): Promise<TempDir> {
  const path = mkdtempSync(join(runFolder(), 'dir-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
