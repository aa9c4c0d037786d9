import { execFile } from 'node:child_process';

export interface ProgramResult {
  /** Exit code; undefined when it could not be started or was ended by a signal or the time limit. */
  readonly code: number | undefined;
  readonly output: string;
  /** What was printed, or why it did not start, on one line, for messages. */
  readonly reason: string;
}

export interface RunOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

const outputBytesMax = 4 * 1024 * 1024;

/** Runs a program to its end and collects what it prints. Never rejects. */
export function runProgram(path: string, args: readonly string[], options: RunOptions): Promise<ProgramResult> {
  const { timeoutMs, ...spawning } = options;
  return new Promise((resolve) => {
    execFile(
      path,
      args,
      { ...spawning, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: outputBytesMax },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
        const printed = `${stderr}\n${stdout}`.replace(/\s+/g, ' ').trim().slice(-500);
        const why = error?.killed ? `no answer within ${timeoutMs} ms` : (error?.message ?? '').split('\n')[0];
        resolve({ code, output: stdout, reason: printed || why || 'no output' });
      },
    );
  });
}
