import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPlan, planInstall } from '@hookline/harnesses';
import type { RecordedHook } from './recording.ts';

/** Calls hooks the way Claude Code does: `/bin/sh -c` with the installed command, the payload on stdin. */
export class ShimFeed implements AsyncDisposable {
  readonly #commands: ReadonlyMap<string, string>;
  readonly #configFolder: string;

  private constructor(commands: ReadonlyMap<string, string>, configFolder: string) {
    this.#commands = commands;
    this.#configFolder = configFolder;
  }

  /** Installs the shim under `home`, with settings of a harness that nobody else uses. */
  static async install(home: string): Promise<ShimFeed> {
    const configFolder = await mkdtemp(join(tmpdir(), 'hookline-feed-'));
    const plan = planInstall({ home, scope: 'user', claudeConfigDir: configFolder });
    applyPlan(plan);
    return new ShimFeed(new Map(plan.entries.map(({ event, command }) => [event, command])), configFolder);
  }

  /** Calls hooks one after the other. Resolves with how many were called: events without a hook of ours are not. */
  async feed(hooks: Iterable<RecordedHook>): Promise<number> {
    let called = 0;
    for (const hook of hooks) {
      const command = this.#commands.get(hook.event);
      if (command === undefined) continue;
      await callHook(command, hook);
      called += 1;
    }
    return called;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#configFolder, { recursive: true, force: true });
  }
}

async function callHook(command: string, { event, payload, env }: RecordedHook): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command], {
    env: { PATH: '/usr/bin:/bin', HOME: tmpdir(), ...env },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A hook may leave without reading all of it: that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(`${JSON.stringify(payload)}\n`);
  const status = await ended;
  if (status !== 0) throw new Error(`the hook for ${event} ended with status ${status}; it must always end with 0`);
}
