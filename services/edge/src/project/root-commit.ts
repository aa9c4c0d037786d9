import { execFile } from 'node:child_process';

/**
 * The first commit of a repository, which names it where it has no remote. Undefined when there is none yet, git is
 * not installed, or it does not answer in time.
 */
export function rootCommitOf(
  root: string,
  { timeoutMs = 2_000 }: { timeoutMs?: number } = {},
): Promise<string | undefined> {
  const safe = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-C', root];
  return new Promise((resolve) => {
    execFile(
      'git',
      [...safe, 'rev-list', '--max-parents=0', 'HEAD'],
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
      (error, stdout) => {
        const first = stdout.trim().split('\n').at(-1) ?? '';
        resolve(!error && /^[0-9a-f]{40,64}$/.test(first) ? first : undefined);
      },
    );
  });
}
