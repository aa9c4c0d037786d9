import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for one test of this package, which cannot use `@hookline/testing`, as that is built on it.
 * Lies in the test run's folder, so what a killed test leaves there is ended and removed with the run.
 */
export async function tempFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = mkdtempSync(join(process.env.HOOKLINE_TEST_RUN ?? tmpdir(), 'dir-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
