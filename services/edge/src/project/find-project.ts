import { readFile, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ProjectFacts } from '@hookline/harnesses';
import { normaliseRemote } from '@hookline/harnesses';
import { shortHash } from '@hookline/schemas';
import { mainRemote, parseGitConfig } from './git-config.ts';
import { findRepository } from './repository.ts';
import { rootCommitOf } from './root-commit.ts';

const CONFIG_BYTES_MAX = 1024 ** 2;

/** What a folder says about the work done in it. */
export interface Whereabouts {
  readonly project: ProjectFacts;
  /** Who works there, as git knows them. */
  readonly email: string | undefined;
  /** Of the working tree, where it is one. */
  readonly gitDir?: string;
}

/**
 * The project a folder belongs to: named by its remote, else its first commit, else host and folder. Every working
 * tree of a repository is the same project; `root` is the top of the one the folder is in.
 */
export async function findProject(folder: string, host: string): Promise<Whereabouts> {
  const repository = await findRepository(folder);
  if (repository === undefined) {
    const root = resolve(folder);
    return { project: { id: folderId(host, root), name: nameOf(root), root }, email: await globalEmail() };
  }
  const { root, commonDir, gitDir } = repository;
  const config = parseGitConfig(await readText(join(commonDir, 'config')));
  const email = config.userEmail ?? (await globalEmail());
  const remote = normaliseRemote(mainRemote(config) ?? '');
  if (remote !== undefined) return { project: { id: remote, name: nameOf(remote), remote, root }, email, gitDir };
  const rootCommit = await rootCommitOf(root);
  const id = rootCommit ? `commit:${rootCommit}` : folderId(host, root);
  return { project: { id, name: nameOf(root), root, ...(rootCommit && { rootCommit }) }, email, gitDir };
}

/** Who is logged in, where git knows nobody. */
export function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function folderId(host: string, folder: string): string {
  return `folder:${shortHash(`${host}\n${folder}`)}`;
}

function nameOf(path: string): string {
  return basename(path) || path;
}

async function globalEmail(): Promise<string | undefined> {
  const own = parseGitConfig(await readText(join(homedir(), '.gitconfig'))).userEmail;
  return own ?? parseGitConfig(await readText(join(homedir(), '.config', 'git', 'config'))).userEmail;
}

/** Configuration that anybody may have written: nothing of what is no file, or is much too large for one. */
async function readText(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > CONFIG_BYTES_MAX) return '';
  return await readFile(file, 'utf8').catch(() => '');
}
