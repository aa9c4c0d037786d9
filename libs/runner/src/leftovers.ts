import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@hookline/servers';
import { forgetFolder } from './attempt/announce-folder.ts';
import { holdsWork } from './attempt/attempt.ts';
import { type AttemptPlace, type AttemptRecord, attemptsIn, removePlace, writeRecord } from './attempt/folder.ts';
import type { WorkBus } from './bus.ts';
import { type Git, gitIn } from './git/git.ts';
import { removeWorktree } from './git/worktree.ts';
import { endRun, gently, isRunning } from './process/end-run.ts';
import { lockHolder, lockRunner, runnersFolder } from './runner-folder.ts';

/** One attempt that lies on this machine, as `hookline runner list` shows it. */
export interface ListedAttempt {
  readonly runner: string;
  readonly folder: string;
  readonly item: string | null;
  readonly harness: string | null;
  readonly startedAt: string | null;
  /** `left`: its runner is gone, and nobody cleaned up. `kept`: its working tree holds what was not committed. */
  readonly state: 'running' | 'left' | 'kept';
  readonly branch: string | null;
}

/** The attempts of all runners of this home. */
export function listAttempts(home: string): ListedAttempt[] {
  const all = runnersFolder(home);
  if (!existsSync(all)) return [];
  return readdirSync(all, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const folder = join(all, name);
      const holder = lockHolder(folder);
      const runs = holder !== undefined && isAlive(holder);
      return attemptsIn(folder).map(({ place, record }) => ({
        runner: name,
        folder: place.path,
        item: record?.item ?? null,
        harness: record?.harness ?? null,
        startedAt: record?.startedAt ?? null,
        state: record?.state === 'kept' ? ('kept' as const) : runs ? ('running' as const) : ('left' as const),
        branch: record?.worktree?.branch ?? null,
      }));
    });
}

interface CleanUp {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Given where the items of attempts that a killed runner left should be given back at once. */
  readonly bus?: WorkBus;
  /** Also throws away what was kept. */
  readonly kept?: boolean;
  /** Working trees with uncommitted changes are kept, not thrown away. */
  readonly keep?: boolean;
}

/**
 * Ends what a runner that was killed left running in its folder, and takes away what it left lying. Only for whoever holds
 * the runner's lock. Answers the attempts that it ended.
 */
export async function cleanLeftovers(
  folder: string,
  { home, env, bus, kept = false, keep = false }: CleanUp,
): Promise<AttemptRecord[]> {
  const git = gitIn(env);
  const ended: AttemptRecord[] = [];
  for (const { place, record } of attemptsIn(folder)) {
    if (record === undefined) {
      removePlace(place);
      continue;
    }
    if (record.state === 'kept' && !kept) continue;
    const processes = { mark: record.mark, tag: record.tag };
    if (isRunning(processes) && !(await endRun(processes, gently)))
      throw new Error(`processes of item ${record.item}, left over in ${place.path}, do not end: end them yourself`);
    if (record.state === 'running') {
      if (bus !== undefined) await giveBack(bus, record);
      ended.push(record);
    }
    await takeAway(place, record, { home, git, keep: keep && !kept });
  }
  return ended;
}

async function takeAway(
  place: AttemptPlace,
  record: AttemptRecord,
  { home, git, keep }: { home: string; git: Git; keep: boolean },
): Promise<void> {
  forgetFolder(home, record.folder);
  const { worktree } = record;
  if (keep && worktree !== undefined && (await holdsWork(git, worktree)))
    return writeRecord(place, { ...record, state: 'kept' });
  if (worktree !== undefined) await removeWorktree(git, worktree);
  removePlace(place);
}

/** Its lease would end by itself; said now, nobody has to wait for that. */
async function giveBack(bus: WorkBus, { item: id, fence, queue }: AttemptRecord): Promise<void> {
  const current = await bus.fenceOf(id).catch(() => undefined);
  if (current !== fence) return;
  const error = 'the runner that held it was killed';
  await bus.fail({ id, queue, fence, payload: null }, { error }).catch(() => {});
}

/** Takes away all attempts of runners that do not run, also what was kept. Names those that do. */
export async function cleanAll(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ cleaned: string[]; busy: string[] }> {
  const attempts = listAttempts(home);
  const cleaned: string[] = [];
  const busy: string[] = [];
  for (const name of new Set(attempts.map(({ runner }) => runner))) {
    const folder = join(runnersFolder(home), name);
    let lock: ReturnType<typeof lockRunner>;
    try {
      lock = lockRunner(folder, name);
    } catch {
      busy.push(name);
      continue;
    }
    try {
      await cleanLeftovers(folder, { home, env, kept: true });
      cleaned.push(...attempts.filter(({ runner }) => runner === name).map((one) => one.folder));
    } finally {
      lock.release();
    }
  }
  return { cleaned, busy };
}
