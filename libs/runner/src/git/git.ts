import { execFile } from 'node:child_process';

/** Git said no. */
export class GitError extends Error {
  override name = 'GitError';
}

const outputBytesMax = 16 * 1024 * 1024;
const timeoutMs = 120_000;

/** Nothing of the repository's own runs: no hook, no monitor, no diff program; nobody is asked for a password. */
const quiet = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'gc.auto=0',
  '-c',
  'diff.external=',
];

/** Runs git in a folder; resolves with what it printed. Rejects with a {@link GitError} that has its words. */
export type Git = (folder: string, args: readonly string[]) => Promise<string>;

/** Git as `env` has it on its PATH, for whoever's home that is: nothing else of the environment reaches it. */
export function gitIn({ PATH, HOME }: Readonly<Record<string, string | undefined>>): Git {
  const env = { PATH, HOME, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
  const options = { env, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: outputBytesMax } as const;
  return (folder, args) =>
    new Promise((resolve, reject) => {
      execFile('git', ['-C', folder, ...quiet, ...args], options, (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const said = stderr.replaceAll(/\s+/g, ' ').trim().slice(-500) || error.message.split('\n')[0];
        reject(new GitError(`git ${args.find((one) => !one.startsWith('-'))} in ${folder}: ${said}`));
      });
    });
}

/** The same settings for what an agent does with git. */
export const withoutHooks: Readonly<Record<string, string>> = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.hooksPath',
  GIT_CONFIG_VALUE_0: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};
