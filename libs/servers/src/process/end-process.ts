import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, type ProcessMark } from './process-mark.ts';

/** A signal and how long the process may take to obey it. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** nats-server closes its stores on TERM. */
export const natsStop: readonly StopStep[] = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/** PostgreSQL: INT is the fast shutdown, QUIT the immediate one that recovers at the next start. */
export const postgresStop: readonly StopStep[] = [
  { signal: 'SIGINT', waitMs: 15_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

const pollMs = 10;

/** Ends a process step by step. True when it is gone; never touches another process that got its number. */
export async function endProcess(mark: ProcessMark, steps: readonly StopStep[]): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!isAlive(mark)) return true;
    try {
      process.kill(mark.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    for (const end = Date.now() + waitMs; Date.now() < end; await wait(pollMs)) {
      if (!isAlive(mark)) return true;
    }
  }
  return !isAlive(mark);
}

/**
 * Kills the process a record names, if it still runs, and waits until it is gone. Blocks for at most a few
 * seconds: for a process that is itself ending and can await nothing.
 */
export function endRecordedNow(recordFile: string): void {
  try {
    const mark: ProcessMark = JSON.parse(readFileSync(recordFile, 'utf8'));
    // QUIT makes PostgreSQL take its workers along at once; KILL would leave them behind for a moment.
    if (isAlive(mark)) process.kill(mark.pid, recordFile.includes('postgres.process') ? 'SIGQUIT' : 'SIGKILL');
    for (const end = Date.now() + blockedMsMax; isAlive(mark) && Date.now() < end; ) blockFor(pollMs);
  } catch {}
  rmSync(recordFile, { force: true });
}

const blockedMsMax = 3_000;

function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
