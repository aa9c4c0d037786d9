import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, type ProcessMark } from '@hookline/servers';

/** The processes of one run: the group that its program leads, and whatever else of it carries its tag. */
export interface RunProcesses {
  readonly mark?: ProcessMark | undefined;
  /** Value of {@link tagVariable} in the environment of all of them. */
  readonly tag: string;
}

/** Harnesses start commands in sessions of their own: what they inherit tells whose they are. */
export const tagVariable = 'HOOKLINE_RUN';

interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** As Ctrl-C first: then a harness ends its commands and says in its record that it was stopped. */
export const gently: readonly StopStep[] = [
  { signal: 'SIGINT', waitMs: 6_000 },
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/** For a run that somebody else may already be doing again. */
export const atOnce: readonly StopStep[] = [
  { signal: 'SIGTERM', waitMs: 500 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

const pollMs = 50;

/** Ends all processes of a run, step by step. True when none is left; nothing else is ever signalled. */
export async function endRun(run: RunProcesses, steps: readonly StopStep[]): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!isRunning(run)) return true;
    signalAll(run, signal);
    for (const end = Date.now() + waitMs; Date.now() < end; await pause(pollMs)) {
      if (!isRunning(run)) return true;
      // The harness is gone and left something behind: nobody else is going to end that.
      if (signal === 'SIGINT' && (run.mark === undefined || !isAlive(run.mark))) break;
    }
  }
  return !isRunning(run);
}

/** Whether any process of a run is left. */
export function isRunning({ mark, tag }: RunProcesses): boolean {
  return (mark !== undefined && isAlive(mark)) || tagged(tag).length > 0;
}

function signalAll({ mark, tag }: RunProcesses, signal: NodeJS.Signals): void {
  const led = mark !== undefined && isAlive(mark) ? mark.pid : undefined;
  if (led !== undefined) send(-led, signal);
  // An interrupt is for the harness, which ends its own commands. What is left after it has nobody else.
  if (signal === 'SIGINT' && led !== undefined) return;
  for (const { pid, group } of tagged(tag)) if (group !== led) send(pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** The living processes of this machine that have the tag. Found on Linux only; elsewhere a run is its group. */
function tagged(tag: string): { pid: number; group: number }[] {
  if (process.platform !== 'linux') return [];
  const mine = `${tagVariable}=${tag}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(mine)) return [];
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z' || state === 'X' ? [] : [{ pid: Number(name), group: Number(group) }];
      } catch {
        return [];
      }
    });
}
