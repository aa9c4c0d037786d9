import type { FileBrief } from '../../../api/outline-columns.ts';
import type { FileVersion, FileVersions } from '../../../api/session-workspace.ts';
import type { Course } from '../course/course.ts';

/** One file as it stood at a moment. */
export interface FileThen {
  readonly path: string;
  /** Null where nobody follows contents, only accesses. */
  readonly state: FileVersion['state'] | null;
  readonly version: FileVersion | null;
  /** Its versions up to the moment, the oldest first. */
  readonly versions: readonly FileVersion[];
  readonly written: boolean;
  readonly accesses: number;
  /** Sums over its changes; null when none told. */
  readonly added: number | null;
  readonly removed: number | null;
}

/** Where in the session's order each position stands. */
export function momentsOf({ positions }: Pick<Course, 'positions'>): ReadonlyMap<number, number> {
  return new Map(positions.map((position, moment) => [position, moment]));
}

/** The files that had been touched at a moment, by path. */
export function filesAt(
  accesses: readonly FileBrief[],
  paths: readonly FileVersions[] | null,
  moments: ReadonlyMap<number, number>,
  moment: number,
): FileThen[] {
  const files = new Map<string, FileThen>();
  for (const { path, versions } of paths ?? []) {
    const until = versions.filter(({ position }) => (moments.get(position) ?? Number.POSITIVE_INFINITY) <= moment);
    const version = until.at(-1);
    if (version === undefined) continue;
    files.set(path, { ...empty(path), state: version.state, version, versions: until });
  }
  for (const access of accesses) {
    if (access.start > moment) break;
    const before = files.get(access.path) ?? empty(access.path);
    const writes = access.how !== 'read';
    files.set(access.path, {
      ...before,
      state: paths === null && access.how === 'delete' ? 'absent' : before.state,
      accesses: before.accesses + 1,
      written: before.written || writes,
      added: plus(before.added, access.added),
      removed: plus(before.removed, access.removed),
    });
  }
  // A version may tell of a file before the session touched it: that it was not there, or that nobody knew.
  const ever = new Set(accesses.map(({ path }) => path));
  const isThere = ({ path, state, accesses: count }: FileThen) => count > 0 || (state !== 'absent' && !ever.has(path));
  return [...files.values()].filter(isThere).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function empty(path: string): FileThen {
  return { path, state: null, version: null, versions: [], written: false, accesses: 0, added: null, removed: null };
}

function plus(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value;
}
