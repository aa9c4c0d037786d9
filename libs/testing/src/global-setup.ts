import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { makeRunFolder, removeAbandonedRuns, removeRunFolder, runFolderVariable } from './run-folder.ts';
import { startRunPostgres, wantedFile, writeAnswer } from './shared-postgres.ts';
import { prepareTables } from './test-database.ts';

/**
 * For vitest to run once around a whole run: gives it a folder, starts PostgreSQL when the first test asks for it, and
 * in the end stops what runs and removes what was written.
 *
 * @param tables - Fills an empty database as every test of the run wants it at first.
 */
export function setUpRun(tables: (url: string) => Promise<void>): () => Promise<void> {
  removeAbandonedRuns();
  const folder = makeRunFolder();
  process.env[runFolderVariable] = folder;
  const remove = () => removeRunFolder(folder);
  process.once('exit', remove);

  let postgres: Promise<void | (() => Promise<void>)> | undefined;
  const start = async () => {
    try {
      const server = await startRunPostgres(folder);
      await prepareTables(server.url, tables);
      writeAnswer(folder, { url: server.url });
      return () => server.stop();
    } catch (error) {
      writeAnswer(folder, { error: (error as Error).message });
    }
  };
  const watcher = watch(folder, () => {
    if (existsSync(join(folder, wantedFile))) postgres ??= start();
  });

  return async () => {
    watcher.close();
    const stop = await postgres;
    if (stop) await stop();
    process.removeListener('exit', remove);
    delete process.env[runFolderVariable];
    remove();
  };
}
