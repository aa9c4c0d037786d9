import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** Where a repository lies that a folder belongs to. */
export interface RepositoryPlace {
  /** The top folder of this working tree. */
  readonly root: string;
  /** The git folder that all working trees of the repository share; holds `config`. */
  readonly commonDir: string;
  /** The git folder of this working tree; holds `HEAD`. */
  readonly gitDir: string;
}

const LEVELS_MAX = 64;
const HEAD_BYTES_MAX = 1_024;

/** Goes up from a folder to the working tree it is in. A linked working tree leads to its repository's own folder. */
export async function findRepository(folder: string): Promise<RepositoryPlace | undefined> {
  let here = resolve(folder);
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const found = await gitDirsOf(join(here, '.git'));
    if (found !== undefined) return { root: here, ...found };
    const parent = dirname(here);
    if (parent === here) return undefined;
    here = parent;
  }
  return undefined;
}

/** The branch that is checked out; undefined where it is a commit alone. */
export async function branchOf(gitDir: string): Promise<string | undefined> {
  const file = join(gitDir, 'HEAD');
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > HEAD_BYTES_MAX) return undefined;
  const head = await readFile(file, 'utf8').catch(() => '');
  return /^ref: refs\/heads\/(\S{1,250})\s*$/.exec(head)?.[1];
}

async function gitDirsOf(dotGit: string): Promise<Omit<RepositoryPlace, 'root'> | undefined> {
  const found = await stat(dotGit).catch(() => undefined);
  if (found?.isDirectory()) {
    const isRepository = await stat(join(dotGit, 'HEAD')).catch(() => undefined);
    return isRepository && { commonDir: dotGit, gitDir: dotGit };
  }
  if (!found?.isFile()) return undefined;
  const pointer = /^gitdir:\s*(.+)$/m.exec(await readFile(dotGit, 'utf8').catch(() => ''))?.[1]?.trim();
  if (pointer === undefined) return undefined;
  const gitDir = isAbsolute(pointer) ? pointer : resolve(dirname(dotGit), pointer);
  const common = (await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => '')).trim();
  return { commonDir: common === '' ? gitDir : resolve(gitDir, common), gitDir };
}
