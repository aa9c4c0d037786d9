import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface SpawnServerOptions {
  /** Receives what the process prints; emptied at each start. */
  readonly outputFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Further descriptors to inherit, from number 3 on. */
  readonly fds?: readonly number[];
  readonly uid?: number;
  readonly gid?: number;
}

/** A server in a session and process group of its own, without a terminal, in the root folder, printing into a file. */
export function spawnServer(path: string, args: readonly string[], options: SpawnServerOptions): ChildProcess {
  const { outputFile, fds = [], ...spawning } = options;
  const output = openSync(outputFile, 'w', 0o600);
  try {
    const child = spawn(path, args, {
      ...spawning,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output, ...fds],
    });
    // A program that cannot be started has no pid; whoever waits for it sees that.
    child.on('error', () => {});
    return child;
  } finally {
    closeSync(output);
  }
}

/**
 * What a server may know of our environment: no tokens or keys, since it may run as another user, whose
 * processes can read it.
 */
export function serverEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...extra };
}

const tailChars = 4_000;

/** The end of a text file; empty when there is none. */
export function tailOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-tailChars);
  } catch {
    return '';
  }
}
