import { spawn } from 'node:child_process';
import type { Environment } from '../command.ts';
import { Tail } from './tail.ts';

/** What a command made of an item. */
export interface Ran {
  /** Its exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: Tail;
  readonly stderr: Tail;
}

const stdoutBytesMax = 64 * 1024;
const stderrBytesMax = 4 * 1024;
/** Between asking a command to end and ending it, and between its end and that of what it left running. */
const graceMs = 5_000;

/**
 * Runs a command line with a text on its stdin, in a process group of its own. When `signal` aborts the whole group is
 * ended; what the command leaves running when it ends is ended too. Rejects when it cannot be started.
 */
export async function execItem(
  command: string,
  input: string,
  options: {
    readonly env: Environment;
    readonly cwd: string;
    readonly signal: AbortSignal;
    /** Told what it writes on stderr, as it comes. */
    readonly onStderr: (text: string) => void;
  },
): Promise<Ran> {
  const { env, cwd, signal, onStderr } = options;
  const child = spawn('/bin/sh', ['-c', command], { env: { ...env }, cwd, detached: true, stdio: 'pipe' });
  const stdout = new Tail(stdoutBytesMax);
  const stderr = new Tail(stderrBytesMax);
  child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.add(chunk);
    onStderr(chunk.toString());
  });
  // A command that reads nothing is no failure.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const end = (how: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, how);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const endAll = () => {
    end('SIGTERM');
    timer ??= setTimeout(() => {
      end('SIGKILL');
      // Whoever left the group and holds the pipes is not waited for.
      if (child.exitCode !== null || child.signalCode !== null) for (const pipe of child.stdio) pipe?.destroy();
    }, graceMs);
  };
  if (signal.aborted) endAll();
  signal.addEventListener('abort', endAll, { once: true });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      let code: number | null = null;
      child.once('error', reject);
      child.once('exit', (status) => {
        code = status;
        endAll();
      });
      child.once('close', () => resolve(code));
    });
    return { status, stdout, stderr };
  } finally {
    signal.removeEventListener('abort', endAll);
    clearTimeout(timer);
    end('SIGKILL');
  }
}
