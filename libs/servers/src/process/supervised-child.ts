import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServersLog } from '../log.ts';
import { backoffMs } from './backoff.ts';
import { endProcess, type StopStep } from './end-process.ts';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';

/** How one server is started, known to be ready, and stopped. */
export interface ChildPlan {
  readonly name: string;
  /** Starts the process in a group of its own, so that a Ctrl-C in the terminal does not reach it before us. */
  spawn(): ChildProcess;
  /** Resolves when the process answers. Rejects with the reason when it ends or takes too long. */
  ready(child: ChildProcess): Promise<void>;
  readonly stopSteps: readonly StopStep[];
  /** Where the child's mark is kept, so that a later start can find an orphan. */
  readonly recordFile: string;
}

export interface ChildStatus {
  readonly state: 'starting' | 'running' | 'restarting' | 'failed' | 'stopped' | 'external';
  readonly pid?: number;
  /** How often it was started again after an unexpected end. */
  readonly restarts: number;
  readonly lastError?: string;
}

export interface SupervisedChild {
  status(): ChildStatus;
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  readonly log: ServersLog;
  readonly onStatus?: ((status: ChildStatus) => void) | undefined;
}

/** Starts that fail in a row before the child counts as failed and is left down. */
const failedStartsMax = 10;
/** The longest pause before a child that had been ready is started again. */
const pauseAfterEndMaxMs = 1_000;
/** A child that was up this long is forgiven its earlier ends. */
const steadyMs = 10_000;

/**
 * Starts the child, resolves when it is ready, and from then on starts it again whenever it ends
 * unasked, with growing pauses. The first start is not repeated: it rejects.
 */
export async function superviseChild(plan: ChildPlan, { log, onStatus }: SuperviseOptions): Promise<SupervisedChild> {
  let status: ChildStatus = { state: 'starting', restarts: 0 };
  let child: ChildProcess | undefined;
  const stopping = new AbortController();

  const change = (next: Partial<ChildStatus>) => {
    status = { ...status, ...next };
    onStatus?.(status);
  };

  const start = async () => {
    child = plan.spawn();
    const started = child;
    try {
      if (started.pid !== undefined) record(plan.recordFile, markOf(started.pid));
      await plan.ready(started);
    } catch (error) {
      await end(started, plan.stopSteps);
      throw error;
    }
    change({ state: 'running', pid: started.pid! });
  };

  const keepUp = async () => {
    let recentEnds = 0;
    let failedStarts = 0;
    while (!stopping.signal.aborted) {
      const upSince = Date.now();
      const how = await ended(child!);
      if (stopping.signal.aborted) return;
      recentEnds = Date.now() - upSince > steadyMs ? 0 : recentEnds + 1;
      withoutPid({ state: 'restarting', lastError: how, restarts: status.restarts + 1 });
      log.warn({ server: plan.name, how }, `${plan.name} ended unexpectedly (${how}); starting it again`);
      for (;;) {
        await wait(pauseMs(recentEnds, failedStarts), undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        try {
          await start();
          failedStarts = 0;
          log.info({ server: plan.name, pid: child?.pid }, `${plan.name} runs again`);
          break;
        } catch (error) {
          failedStarts += 1;
          change({ lastError: (error as Error).message });
          if (failedStarts < failedStartsMax) continue;
          withoutPid({ state: 'failed' });
          log.warn(
            { server: plan.name, error },
            `${plan.name} could not be started ${failedStarts} times in a row; giving up`,
          );
          return;
        }
      }
    }
  };

  const withoutPid = (next: Partial<ChildStatus>) => {
    const { pid: _, ...rest } = status;
    status = rest;
    change(next);
  };

  try {
    await start();
  } catch (error) {
    rmSync(plan.recordFile, { force: true });
    throw error;
  }
  const life = keepUp();

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    if (child) await end(child, plan.stopSteps);
    await life;
    // A start that was under way while we stopped.
    if (child) await end(child, plan.stopSteps);
    rmSync(plan.recordFile, { force: true });
    withoutPid({ state: 'stopped' });
  };
  return {
    status: () => status,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function pauseMs(recentEnds: number, failedStarts: number): number {
  return Math.max(Math.min(backoffMs(recentEnds), pauseAfterEndMaxMs), backoffMs(failedStarts));
}

/** Ends what a supervisor that was killed left running, going by its record. True when there was something to end. */
export async function endOrphan(recordFile: string, steps: readonly StopStep[]): Promise<boolean> {
  let mark: ProcessMark;
  try {
    mark = JSON.parse(readFileSync(recordFile, 'utf8'));
  } catch {
    return false;
  }
  const wasAlive = isAlive(mark);
  if (wasAlive && !(await endProcess(mark, steps))) {
    throw new Error(
      `process ${mark.pid}, left over from an earlier run (${recordFile}), does not end; end it yourself (kill -9 ${mark.pid}) and start again`,
    );
  }
  rmSync(recordFile, { force: true });
  return wasAlive;
}

/** How a child ended, in words, once it has. */
export function ended(child: ChildProcess): Promise<string> {
  const how = () => (child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`);
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(how());
  return new Promise((resolve) => child.once('exit', () => resolve(how())));
}

async function end(child: ChildProcess, steps: readonly StopStep[]): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const mark = markOf(child.pid);
  if (mark && !(await endProcess(mark, steps)))
    throw new Error(`process ${child.pid} does not end, not even by SIGKILL`);
  await ended(child);
}

function record(file: string, mark: ProcessMark | undefined): void {
  if (!mark) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(mark), { mode: 0o600 });
}
