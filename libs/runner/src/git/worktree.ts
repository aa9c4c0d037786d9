import { existsSync, rmSync } from 'node:fs';
import { type Git, GitError } from './git.ts';

/** A working tree beside the checkout it belongs to, on a branch of its own. */
export interface Worktree {
  /** The top of the checkout. */
  readonly repo: string;
  readonly tree: string;
  readonly branch: string;
  /** The commit it began at. */
  readonly base: string;
  /** What git keeps of it, in the checkout's own folder. */
  readonly gitDir: string;
  /** The tree that it began as, where something was laid over its commit. */
  readonly laid?: string | undefined;
}

interface Wanted {
  readonly repo: string;
  readonly tree: string;
  /** Taken as it is, or with a number behind it where such a branch is there. */
  readonly branch: string;
  /** A commit or a branch; HEAD when absent. */
  readonly from?: string | undefined;
}

const namesMax = 100;

/** Makes the working tree. The checkout's own files, index and branch stay as they are. */
export async function makeWorktree(git: Git, { repo, tree, branch, from }: Wanted): Promise<Worktree> {
  const base = await commitOf(git, repo, from);
  for (let number = 1; number <= namesMax; number += 1) {
    const name = number === 1 ? branch : `${branch}-${number}`;
    if (await hasBranch(git, repo, name)) continue;
    await git(repo, ['worktree', 'add', '--quiet', '-b', name, '--', tree, base]);
    const gitDir = (await git(tree, ['rev-parse', '--absolute-git-dir'])).replace(/\n$/, '');
    return { repo, tree, branch: name, base, gitDir };
  }
  throw new GitError(`${repo} has ${namesMax} branches that begin with ${branch}: \`hookline runner list\` names them`);
}

/** Git for a working tree that an agent had: what it wrote where git looks for the repository is not believed. */
export function gitOf(
  git: Git,
  { tree, gitDir }: Pick<Worktree, 'tree' | 'gitDir'>,
): (...args: string[]) => Promise<string> {
  return (...args) => git(tree, [`--git-dir=${gitDir}`, `--work-tree=${tree}`, ...args]);
}

/** Takes the working tree away, with all that was not committed in it, and its branch where nothing was. */
export async function removeWorktree(git: Git, { repo, tree, branch, base }: Worktree): Promise<void> {
  await git(repo, ['worktree', 'remove', '--force', '--force', '--', tree]).catch(() => {});
  if (existsSync(tree)) rmSync(tree, { recursive: true, force: true });
  if (!existsSync(repo)) return;
  await git(repo, ['worktree', 'prune']).catch(() => {});
  const head = await git(repo, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]).catch(() => '');
  if (head.trim() === base) await git(repo, ['branch', '--quiet', '-D', '--', branch]).catch(() => {});
}

/** The top of the working tree that a folder is in. Throws where it is in none. */
export async function topOf(git: Git, folder: string): Promise<string> {
  return (await git(folder, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
}

async function commitOf(git: Git, repo: string, from = 'HEAD'): Promise<string> {
  for (const name of [from, `refs/remotes/origin/${from}`]) {
    const found = await git(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).catch(
      () => '',
    );
    if (found !== '') return found.trim();
  }
  throw new GitError(
    `${repo} has no commit or branch ${JSON.stringify(from)}, from which the working tree should begin: fetch or make it`,
  );
}

async function hasBranch(git: Git, repo: string, name: string): Promise<boolean> {
  return (await git(repo, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`]).catch(() => '')) !== '';
}
