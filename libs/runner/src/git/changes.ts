import type { Git } from './git.ts';
import { gitOf, type Worktree } from './worktree.ts';

/** What was done in a working tree since it was made and something was laid over it, committed or not. */
export interface Changes {
  readonly files: number;
  readonly insertions: number;
  readonly deletions: number;
  /** At most fifty, as git names them. */
  readonly paths: readonly string[];
  /** Commits of whoever worked there. */
  readonly commits: number;
  /** Whether there is something that no commit has. */
  readonly uncommitted: boolean;
  /** The newest commit. */
  readonly head: string;
}

const pathsMax = 50;

/**
 * Undefined when nothing was changed. Puts everything that git can take into the index of that working
 * tree, and nowhere else.
 */
export async function changesOf(
  git: Git,
  worktree: Pick<Worktree, 'tree' | 'base' | 'gitDir' | 'laid'>,
): Promise<Changes | undefined> {
  const { base, laid } = worktree;
  const run = gitOf(git, worktree);
  await run('add', '--all', '--ignore-errors', '--', '.').catch(() => {});
  const stat = await run(
    'diff',
    '--cached',
    '--numstat',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=all',
    '-z',
    laid ?? base,
  );
  const rows = stat.split('\0').flatMap((row) => {
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(row) ?? [];
    return path === undefined ? [] : [{ added: Number(added) || 0, removed: Number(removed) || 0, path }];
  });
  const head = (await run('rev-parse', 'HEAD')).trim();
  const commits = Number(await run('rev-list', '--count', `${base}..${head}`));
  const status = await run('status', '--porcelain', '--no-renames', '--ignore-submodules=all', '-z');
  // What was laid there is nobody's work here; what could not be added is.
  const ours = status.split('\0').some((entry) => entry !== '' && entry[1] !== ' ');
  const uncommitted = laid === undefined ? status !== '' : ours || (rows.length > 0 && status !== '');
  if (rows.length === 0 && commits === 0 && !uncommitted) return undefined;
  return {
    files: rows.length,
    insertions: rows.reduce((sum, { added }) => sum + added, 0),
    deletions: rows.reduce((sum, { removed }) => sum + removed, 0),
    paths: rows.slice(0, pathsMax).map(({ path }) => path.slice(0, 500)),
    commits,
    uncommitted,
    head,
  };
}

/**
 * Commits all that is not yet, in our name where git knows nobody; what was laid there in a commit of its own, unless the
 * agent committed something. Answers the newest commit.
 */
export async function commitAll(
  git: Git,
  worktree: Pick<Worktree, 'tree' | 'base' | 'gitDir' | 'laid'>,
  message: string,
): Promise<string> {
  const run = gitOf(git, worktree);
  const email = await run('config', 'user.email').catch(() => '');
  const us = email.trim() === '' ? ['-c', 'user.name=hookline', '-c', 'user.email=hookline@localhost'] : [];
  await run('add', '--all', '--ignore-errors', '--', '.').catch(() => {});
  const { base, laid } = worktree;
  if (laid !== undefined && (await run('rev-parse', 'HEAD')).trim() === base) {
    const carried = await run(...us, 'commit-tree', laid, '-p', base, '-m', `${message}: what it began with`);
    await run('update-ref', 'HEAD', carried.trim(), base);
  }
  await run(...us, 'commit', '--quiet', '--no-verify', '--no-gpg-sign', '-m', message);
  return (await run('rev-parse', 'HEAD')).trim();
}
