import { posix } from 'node:path';
import type { DataOf, Hunk } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import type { Written } from './at-work.ts';
import { contentHash } from './content.ts';
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
  if (other.hasHeld(since, (hash) => had.hashes.has(hash))) return true;
  if (had.isWhole || !other.hasHeld(since, () => true)) return false;
  if (patch === undefined) return how !== 'delete' || nameOf(other) === nameOf(line);
  const { base } = other;
  if (typeof base === 'object' && fits(base.text, patch)) return true;
  if (other.had.text !== undefined && fits(other.had.text, patch)) return true;
  // What else it held is not at hand.
  const checked = [
    typeof base === 'object' ? base.hash : undefined,
    other.had.text === undefined ? undefined : contentHash(other.had.text),
  ];
  return other.hasHeld(since, (hash) => !checked.includes(hash));
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

/** Whether a patch may be laid onto a text. One line of it is looked for first: most texts have none like it. */
function fits(text: string, patch: readonly Hunk[]): boolean {
  const old = patch[0]?.lines.find((line) => typeof line === 'string' && /^[ -]/.test(line));
  if (typeof old === 'string' && !text.includes(old.slice(1))) return false;
  return applyHunks(text, patch) !== undefined;
}

function hashesOf({ hashes, after }: Had): Set<string> {
  return hashes.union(after);
}

function nameOf({ path }: PathLine): string {
  return posix.basename(path).normalize('NFC').toLowerCase();
}
