import type { FoldedRows } from '../fold-events.ts';
import type { AnyRow } from '../fold-rows.ts';
import type { AnyProjection } from '../projection.ts';
import { projections as ours } from '../projections.ts';
import { emptyHash, HashSum } from '../row-hash.ts';
import { combinedHash } from './combined-hash.ts';
import { hashOf } from './model-fold.ts';

/** The hashes of rows that were folded without a database: those that `stateAt` gives for the same events. */
export function hashRows(
  rows: FoldedRows,
  projections: readonly AnyProjection[] = ours,
): { readonly hashes: Readonly<Record<string, string>>; readonly hash: string } {
  const hashes = projections.map((projection) => {
    const sum = new HashSum(emptyHash);
    for (const row of rows[projection.name as keyof FoldedRows]) {
      sum.add(hashOf(projection, row as unknown as AnyRow));
    }
    return { projection, hash: sum.toString() };
  });
  return {
    hashes: Object.fromEntries(hashes.map(({ projection, hash }) => [projection.name, hash])),
    hash: combinedHash(hashes),
  };
}
