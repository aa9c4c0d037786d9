import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { applyPlan, hookCommand, planInstall, shimPath } from '@hookline/harnesses';
import type { FedHook, FedSession } from './fed-sessions.ts';

/** A hook that did something a harness would notice. */
export interface ShimFailure {
  readonly event: string;
  readonly status: number | null;
  readonly output: string;
}

/** Calls hooks through the installed shim as Claude Code does: `/bin/sh -c` with the payload on stdin. */
export class ShimFeed {
  readonly failures: ShimFailure[] = [];
  /** Hooks called so far. */
  called = 0;
  /** The longest a hook took, in milliseconds. */
  slowestMs = 0;
  readonly #commands: ReadonlyMap<string, string>;
  readonly #shim: string;

  /** Installs the shim in `home`, for a harness that keeps its settings there too. */
  constructor(home: string) {
    const plan = planInstall({ home, scope: 'user', claudeConfigDir: join(home, 'claude') });
    applyPlan(plan);
    this.#shim = shimPath(home, 'claude-code');
    this.#commands = new Map(plan.entries.map(({ event, command }) => [event, command]));
  }

  /** The events that have a hook. */
  get hooked(): ReadonlySet<string> {
    return new Set(this.#commands.keys());
  }

  /** Feeds sessions, `lanes` of them side by side, evenly over `durationMs`, or as fast as the machine can. */
  async feed(
    sessions: readonly FedSession[],
    options: { lanes: number; durationMs: number; signal?: AbortSignal },
  ): Promise<void> {
    const total = sessions.reduce((sum, { length }) => sum + length, 0);
    const began = performance.now();
    const waiting = sessions.values();
    const lane = async () => {
      for (const session of waiting) {
        for (const hook of session) {
          options.signal?.throwIfAborted();
          const earlyMs = began + (this.called / total) * options.durationMs - performance.now();
          if (earlyMs > 1) await pause(earlyMs);
          writeRows(hook, hook.rows);
          await this.#call(hook);
          writeRows(hook, hook.rowsAfter);
        }
      }
    };
    await Promise.all(Array.from({ length: options.lanes }, lane));
  }

  async #call({ event, payload, env }: FedHook): Promise<void> {
    this.called += 1;
    const began = performance.now();
    const command = this.#commands.get(event) ?? hookCommand(this.#shim, event);
    const child = spawn('/bin/sh', ['-c', command], {
      env: { PATH: '/usr/bin:/bin', HOME: tmpdir(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(0, 1_000);
      });
    }
    child.stdin.on('error', (error) => {
      output += error.message;
    });
    child.stdin.end(`${JSON.stringify(payload)}\n`);
    const [status] = (await once(child, 'close')) as [number | null];
    this.slowestMs = Math.max(this.slowestMs, performance.now() - began);
    if (status !== 0 || output !== '') this.failures.push({ event, status, output });
  }
}

/** Adds to the transcript as the harness does. It is there from the first hook on, perhaps empty. */
function writeRows({ payload, rows: kept }: FedHook, rows: readonly string[] | undefined): void {
  if (kept === undefined || rows === undefined) return;
  appendFileSync(String(payload.transcript_path), rows.map((row) => `${row}\n`).join(''));
}
