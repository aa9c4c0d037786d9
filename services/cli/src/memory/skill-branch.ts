import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, exitCode } from '../failure.ts';

/** A file that is to lie on a branch of its own. */
export interface BranchFile {
  readonly root: string;
  readonly branch: string;
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly message: string;
}

/**
 * Commits one file on a new branch from where the working tree is, and leaves that tree, its index and its branch as they
 * are. Resolves with the commit. Throws where the branch is there already, or where git refuses.
 */
export async function commitOnBranch({ root, branch, path, text, message }: BranchFile): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hookline-branch-'));
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
  const git = async (args: readonly string[], input = '') => await run(root, args, env, input);
  try {
    await git(['check-ref-format', '--branch', branch]);
    const parent = await git(['rev-parse', '--verify', 'HEAD^{commit}']);
    await git(['read-tree', parent]);
    const blob = await git(['hash-object', '-w', '--stdin'], text);
    await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
    const tree = await git(['write-tree']);
    const commit = await git(['commit-tree', tree, '-p', parent, '-F', '-'], message);
    // The empty old value: the branch must not be there yet.
    await git(['update-ref', `refs/heads/${branch}`, commit, '']);
    return commit;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('git', [...args], { cwd, env, timeout: 30_000 }, (error, out, err) => {
      if (error === null) return resolve(out.trim());
      const said = err.trim().split('\n').at(-1) || error.message;
      reject(new CommandError(`git ${args[0]} in ${cwd} failed: ${said}`, { exitCode: exitCode.failed, cause: error }));
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
