import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { makeRunFolder, removeAbandonedRuns, removeRunFolder, runFolderVariable } from './run-folder.ts';
import { startRunPostgres, wantedFile, writeAnswer } from './shared-postgres.ts';

/**
 * vitest runs this once around a whole run: gives it a folder, starts PostgreSQL when the first test
 * asks for it, and in the end stops what runs and removes what was written.
 */
export default function setup(): () => Promise<void> {
  removeAbandonedRuns();
  const folder = makeRunFolder();
  process.env[runFolderVariable] = folder;
  const remove = () => removeRunFolder(folder);
  process.once('exit', remove);

  let postgres: Promise<void | (() => Promise<void>)> | undefined;
  const start = async () => {
    try {
      const server = await startRunPostgres(folder);
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
