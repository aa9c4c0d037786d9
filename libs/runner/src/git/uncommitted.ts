import type { Git } from './git.ts';
import { gitOf, type Worktree } from './worktree.ts';

type Tree = Pick<Worktree, 'tree' | 'gitDir' | 'base'>;

/** The working tree as it is now, as a tree of git. Takes everything that git can take into the index. */
export async function treeOf(git: Git, worktree: Tree): Promise<string> {
  const run = gitOf(git, worktree);
  await run('add', '--all', '--ignore-errors', '--', '.').catch(() => {});
  return (await run('write-tree')).trim();
}

/** The index is that of the commit again, and names new files, so that `git diff` shows them with all other changes. */
export async function showAsUncommitted(git: Git, worktree: Tree): Promise<void> {
  const run = gitOf(git, worktree);
  await run('read-tree', worktree.base);
  await run('add', '--intent-to-add', '--no-all', '--', '.');
  // Ends with a status that says that files differ.
  await run('update-index', '-q', '--refresh').catch(() => {});
}
