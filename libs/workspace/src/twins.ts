import { posix } from 'node:path';
import type { DataOf } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import type { PathLine } from './path-line.ts';

/**
 * The paths that may be the very file that was written, under another name: what is held of them is what the written file
 * held before. Where that is not known, those that the patch fits, or, without one, those of the same name in another folder.
 */
export function twinsOf(
  held: Iterable<PathLine>,
  written: readonly PathLine[],
  data: DataOf<'file.written'>,
): PathLine[] {
  if (data.how === 'create' && data.hashBefore === undefined) return [];
  const line = written.at(-1)!;
  const old = data.hashBefore ?? (typeof line.base === 'object' ? line.base.hash : undefined);
  if (old === undefined && line.base === 'absent') return [];
  const mayBe = (other: PathLine): boolean => {
    if (typeof other.base !== 'object' || other.evidence === undefined) return false;
    if (old !== undefined) return other.base.hash === old;
    if (data.patch !== undefined) return applyHunks(other.base.text, data.patch) !== undefined;
    return posix.basename(other.path).toLowerCase() === posix.basename(line.path).toLowerCase();
  };
  return [...held].filter((other) => !written.includes(other) && mayBe(other));
}
