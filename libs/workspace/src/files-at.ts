import type { Hunk } from '@hookline/schemas';
import { structuredPatch } from 'diff';
import type { FileAt, FileVersion, Workspace } from './file-at.ts';

/** The files at a place of the session's order (that of the last event that counts; the end where not given), by path. */
export function filesAt({ versions }: Pick<Workspace, 'versions'>, order?: string): FileAt[] {
  return [...versions]
    .flatMap(([path, list]) => {
      const version = versionAt(list, order);
      return version === undefined ? [] : [fileAt(path, version)];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The version that holds at a place. */
export function versionAt(list: readonly FileVersion[], order?: string): FileVersion | undefined {
  return order === undefined ? list.at(-1) : list.findLast((version) => version.order <= order);
}

export function fileAt(path: string, version: FileVersion): FileAt {
  const { state, hash, bytes, lines, position, at, call, why, lastSeen } = version;
  return { path, state, hash, bytes, lines, since: { position, at, call }, why, lastSeen };
}

/** How a path differs between two moments. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'same' | 'unknown';
  readonly before: FileAt | null;
  readonly after: FileAt | null;
}

/**
 * What differs, by path. `unknown` where one side is not known, or was not seen at all: a file that was seen on one side
 * only may have been there all the time.
 */
export function diffFiles(before: readonly FileAt[], after: readonly FileAt[]): FileDifference[] {
  const [left, right] = [before, after].map((files) => new Map(files.map((file) => [file.path, file])));
  const paths = [...new Set([...left!.keys(), ...right!.keys()])].sort();
  return paths.map((path) => {
    const [a, b] = [left!.get(path) ?? null, right!.get(path) ?? null];
    return { path, change: changeOf(a, b), before: a, after: b };
  });
}

function changeOf(before: FileAt | null, after: FileAt | null): FileDifference['change'] {
  if (before === null || after === null || before.state === 'unknown' || after.state === 'unknown') return 'unknown';
  if (before.state === 'absent') return after.state === 'absent' ? 'same' : 'added';
  if (after.state === 'absent') return 'removed';
  return before.hash === after.hash ? 'same' : 'changed';
}

/** Larger texts are not compared line by line. */
const comparedMax = 1_000_000;

/** The lines that differ; null where the texts are too long to be compared, or it takes too long. */
export function patchOf(
  before: string,
  after: string,
): { patch: Hunk[] | null; added: number | null; removed: number | null } {
  const nothing = { patch: null, added: null, removed: null };
  if (before.length + after.length > comparedMax) return nothing;
  const options = { context: 3, timeout: 500 } as const;
  const hunks = structuredPatch('', '', before, after, undefined, undefined, options)?.hunks;
  if (hunks === undefined) return nothing;
  const marked = (sign: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0);
  const patch = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    oldStart,
    oldLines,
    newStart,
    newLines,
    lines,
  }));
  return { patch, added: marked('+'), removed: marked('-') };
}
