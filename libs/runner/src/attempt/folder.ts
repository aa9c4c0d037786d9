import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TakenItem } from '../item.ts';

const mark = z.object({ pid: z.int().positive(), startedAt: z.string() });
const worktree = z.object({
  repo: z.string(),
  tree: z.string(),
  branch: z.string(),
  base: z.string(),
  gitDir: z.string(),
  laid: z.string().optional(),
});

/** What is kept of an attempt while it runs, so that whoever comes after a crash can end it. */
const attemptRecord = z.object({
  format: z.literal(1),
  item: z.string(),
  queue: z.string(),
  fence: z.int(),
  harness: z.string(),
  startedAt: z.string(),
  /** `kept`: it is over, and its working tree holds what nobody took from it. */
  state: z.enum(['running', 'kept']),
  /** Where the agent works. */
  folder: z.string(),
  tag: z.string().min(16),
  worktree: worktree.optional(),
  mark: mark.optional(),
});
export type AttemptRecord = z.infer<typeof attemptRecord>;

/** An attempt's folder in a runner's folder. */
export interface AttemptPlace {
  readonly path: string;
}

const recordFile = 'attempt.json';

/** Eight letters that stand for an item, in names of folders and branches. */
export function shortName(item: string): string {
  return createHash('sha256').update(item).digest('hex').slice(0, 8);
}

/** Makes the folder of an attempt. The path is real: it is what programs in it call it. */
export function makeAttemptPlace(runnerFolder: string, { id, fence }: Pick<TakenItem, 'id' | 'fence'>): AttemptPlace {
  mkdirSync(runnerFolder, { recursive: true, mode: 0o700 });
  const path = join(realpathSync(runnerFolder), `${shortName(id)}-${fence}`);
  mkdirSync(path, { mode: 0o700 });
  return { path };
}

/** Whole or not at all. */
export function writeRecord({ path }: AttemptPlace, record: AttemptRecord): void {
  const draft = join(path, `${recordFile}.new`);
  writeFileSync(draft, JSON.stringify(record, null, 2), { mode: 0o600 });
  renameSync(draft, join(path, recordFile));
}

export function removePlace({ path }: AttemptPlace): void {
  rmSync(path, { recursive: true, force: true });
}

/** The attempts in a runner's folder. `record` is undefined where it was never written, or cannot be read. */
export function attemptsIn(runnerFolder: string): { place: AttemptPlace; record: AttemptRecord | undefined }[] {
  if (!existsSync(runnerFolder)) return [];
  return readdirSync(runnerFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const place = { path: join(runnerFolder, name) };
      return { place, record: readRecord(place) };
    });
}

function readRecord({ path }: AttemptPlace): AttemptRecord | undefined {
  try {
    return attemptRecord.parse(JSON.parse(readFileSync(join(path, recordFile), 'utf8')));
  } catch {
    return undefined;
  }
}
