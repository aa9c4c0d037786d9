import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runFolder } from './run-folder.ts';

const execute = promisify(execFile);

/**
 * Fills `folder` with what `make` makes there, once per test run; whoever asks again gets a copy, with the owners of its
 * files. When two ask at once both may make it, and one of the two is kept.
 *
 * @param name - Small letters and hyphens; another way of making needs another name.
 */
export async function preparedFolder(
  name: string,
  folder: string,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const kept = join(runFolder(), `prepared-${name}`);
  await mkdir(dirname(folder), { recursive: true });
  if (existsSync(kept)) {
    await copy(kept, folder);
    return;
  }
  await make(folder);
  const draft = `${kept}.${process.pid}`;
  await copy(folder, draft);
  await rename(draft, kept).catch(() => rm(draft, { recursive: true, force: true }));
}

// As root, PostgreSQL runs as somebody else, whose files have to stay theirs: `fs.cp` cannot do that.
const copy = (from: string, to: string) => execute('cp', ['-a', from, to]);
