import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SourceError } from './source.ts';

const run = promisify(execFile);
const timeoutMs = 30_000;

/**
 * Runs git on a repository, and nothing that the repository's own configuration names: no hooks, no helpers that fetch
 * what is missing, no questions. Throws `SourceError` with git's last line where it fails.
 */
export async function git(
  folder: string,
  args: readonly string[],
  { bytesMax = 8 * 2 ** 20, input }: { bytesMax?: number; input?: string } = {},
): Promise<string> {
  const safe = ['-c', `safe.directory=${folder}`, '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
  try {
    const running = run('git', [...safe, '-C', folder, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        SSH_AUTH_SOCK: process.env.SSH_AUTH_SOCK,
        LC_ALL: 'C',
        GIT_ALLOW_PROTOCOL: 'https:ssh:file',
        GIT_NO_LAZY_FETCH: '1',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
        GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
      },
      maxBuffer: bytesMax,
      timeout: timeoutMs,
    });
    running.child.stdin?.on('error', () => {});
    running.child.stdin?.end(input ?? '');
    return (await running).stdout;
  } catch (error) {
    const { stderr, message, code } = error as Error & { stderr?: string; code?: unknown };
    if (code === 'ENOENT') throw new SourceError('the program git is not there: install it', { cause: error });
    const line = stderr?.trim().split('\n').at(-1) ?? '';
    throw new SourceError(`git ${args[0]}: ${line === '' ? message : line}`, { cause: error });
  }
}
