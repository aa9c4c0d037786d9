import type { FileEntry } from '../../api/shapes.ts';

/** One path with what the session did to it, in order. */
export interface FileOfSession {
  readonly path: string;
  readonly accesses: readonly FileEntry[];
  readonly written: boolean;
  /** Sums over its changes; null when no change told. */
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
}

/** Paths with their accesses: the written ones first, else by path. */
export function filesOf(accesses: readonly FileEntry[]): FileOfSession[] {
  const files = [...Map.groupBy(accesses, ({ path }) => path)].map(([path, of]) => ({
    path,
    accesses: of,
    written: of.some(({ how }) => how !== 'read'),
    linesAdded: sum(of.map(({ linesAdded }) => linesAdded)),
    linesRemoved: sum(of.map(({ linesRemoved }) => linesRemoved)),
  }));
  return files.sort((a, b) => Number(b.written) - Number(a.written) || (a.path < b.path ? -1 : 1));
}

function sum(counts: readonly (number | null)[]): number | null {
  return counts.every((count) => count === null) ? null : counts.reduce<number>((all, count) => all + (count ?? 0), 0);
}
