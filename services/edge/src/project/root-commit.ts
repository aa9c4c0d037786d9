import { execFile } from 'node:child_process';

/**
 * Nothing of ours, and nothing fetched: a missing object would make git ask a remote for it, by a command that the
 * repository names.
 */
const environment = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
};

/**
 * The first commit of a repository, which names it where it has no remote. Undefined when there is none yet, git is
 * not installed, or it does not answer in time. The repository may be anybody's: nothing it configures is run.
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
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024, env: environment },
      (error, stdout) => {
        const first = stdout.trim().split('\n').at(-1) ?? '';
        resolve(!error && /^[0-9a-f]{40,64}$/.test(first) ? first : undefined);
      },
    );
  });
}
