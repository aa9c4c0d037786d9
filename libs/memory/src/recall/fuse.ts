import { recallWeights } from './weights.ts';

/** In which arm's list something stands, and where: 1 is the first. */
export interface Place {
  readonly arm: Arm;
  readonly rank: number;
}

/** `key`: named exactly; `anchor`: stands on what is named; `words`, `names` (parts of words), `meaning` (vectors). */
export type Arm = 'key' | 'anchor' | 'words' | 'names' | 'meaning';

/** Every id that stands in a list, with its places and the sum of what they count. Each list is in order, best first. */
export function fuse(lists: readonly { readonly arm: Arm; readonly ids: readonly number[] }[]): Map<number, Fused> {
  const fused = new Map<number, { places: Place[]; score: number }>();
  for (const { arm, ids } of lists) {
    for (const [index, id] of ids.entries()) {
      const one = fused.get(id) ?? { places: [], score: 0 };
      one.places.push({ arm, rank: index + 1 });
      one.score += 1 / (recallWeights.fusion + index + 1);
      fused.set(id, one);
    }
  }
  return fused;
}

export interface Fused {
  readonly places: readonly Place[];
  readonly score: number;
}
