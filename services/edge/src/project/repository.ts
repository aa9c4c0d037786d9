import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** Where a repository lies that a folder belongs to. */
export interface RepositoryPlace {
  /** The top folder of this working tree. */
  readonly root: string;
  /** The git folder that all working trees of the repository share; holds `config`. */
  readonly commonDir: string;
}

const LEVELS_MAX = 64;

/** Goes up from a folder to the working tree it is in. A linked working tree leads to its repository's own folder. */
export async function findRepository(folder: string): Promise<RepositoryPlace | undefined> {
  let here = resolve(folder);
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const commonDir = await commonDirOf(join(here, '.git'));
    if (commonDir !== undefined) return { root: here, commonDir };
    const parent = dirname(here);
    if (parent === here) return undefined;
    here = parent;
  }
  return undefined;
}

async function commonDirOf(dotGit: string): Promise<string | undefined> {
  const found = await stat(dotGit).catch(() => undefined);
  if (found?.isDirectory()) return (await stat(join(dotGit, 'HEAD')).catch(() => undefined)) ? dotGit : undefined;
  if (!found?.isFile()) return undefined;
  const pointer = /^gitdir:\s*(.+)$/m.exec(await readFile(dotGit, 'utf8').catch(() => ''))?.[1]?.trim();
  if (pointer === undefined) return undefined;
  const gitDir = isAbsolute(pointer) ? pointer : resolve(dirname(dotGit), pointer);
  const common = (await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => '')).trim();
  return common === '' ? gitDir : resolve(gitDir, common);
}
