import { posix } from 'node:path';
import type { DataOf, Hunk } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import type { Written } from './at-work.ts';
import type { Had, PathLine } from './path-line.ts';

/** A write as far as it says what was there before. */
export interface Before {
  readonly had: Pick<Had, 'hashes' | 'isWhole'>;
  /** What was changed, where that is all that is told. */
  readonly patch?: readonly Hunk[] | undefined;
  readonly how?: DataOf<'file.written'>['how'] | undefined;
}

/**
 * The paths that may be the very file that was written, under another name: since the write may have begun they were thought
 * to hold what the written file may have held before. Where nobody knows that, those that the patch fits; a deleted file goes with its folder under other
 * names, too, but keeps its own; of everything else that may be any path.
 */
export function twinsOf(
  lines: Iterable<PathLine>,
  written: readonly PathLine[],
  before: Before,
  since: string,
): PathLine[] {
  return [...lines].filter((other) => !written.includes(other) && mayBeWritten(other, written[0]!, before, since));
}

function mayBeWritten(other: PathLine, line: PathLine, { had, patch, how }: Before, since: string): boolean {
  const hashes = other.hashesSince(since);
  if (hashes.size === 0) return false;
  if (had.isWhole || !hashes.isDisjointFrom(had.hashes)) return !hashes.isDisjointFrom(had.hashes);
  if (patch !== undefined) {
    const texts = [typeof other.base === 'object' ? other.base.text : undefined, other.had.text];
    const told = texts.filter((text) => text !== undefined);
    return told.length < hashes.size || told.some((text) => applyHunks(text, patch) !== undefined);
  }
  return how !== 'delete' || nameOf(other) === nameOf(line);
}

/**
 * Paths that were written at the same time as one, and may be the same file. Of paths that one call writes, one is
 * known and the other is not: `twinsOf` finds them by the patch.
 */
export function rivalsOf(own: Written, others: readonly Written[]): PathLine[] {
  const ownHashes = hashesOf(own.had);
  const rivals = others.filter(({ line, work, had }) => {
    if (line === own.line) return false;
    const isTold = had.isWhole && work.lastFacts.has(line.path);
    if (work === own.work && own.had.isWhole !== isTold) return false;
    return !own.had.isWhole || !isTold || !ownHashes.isDisjointFrom(hashesOf(had));
  });
  return [...new Set(rivals.map(({ line }) => line))];
}

function hashesOf({ hashes, after }: Had): Set<string> {
  return hashes.union(after);
}

function nameOf({ path }: PathLine): string {
  return posix.basename(path).normalize('NFC').toLowerCase();
}
