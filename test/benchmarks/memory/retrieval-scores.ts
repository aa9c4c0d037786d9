/** How well one ranking answers one question. Shares are from 0 to 1. */
export interface RetrievalScores {
  /** The share of what was looked for that stands among the first so many. */
  readonly recall: Readonly<Record<5 | 10 | 20, number>>;
  /** Whether any of it stands there. */
  readonly hit: Readonly<Record<1 | 5 | 10, number>>;
  /** 1 / the place of the first. */
  readonly mrr: number;
  readonly ndcg10: number;
}

/** Scores of a ranking of different ids, best first, against what was looked for (at least one). */
export function scoresOf(ranking: readonly string[], wanted: ReadonlySet<string>): RetrievalScores {
  const among = (most: number) => ranking.slice(0, most).filter((id) => wanted.has(id)).length;
  const recallAt = (most: number) => among(most) / wanted.size;
  const hitAt = (most: number) => (among(most) > 0 ? 1 : 0);
  const first = ranking.findIndex((id) => wanted.has(id));
  const gain = (place: number) => 1 / Math.log2(place + 2);
  const found = ranking.slice(0, 10).reduce((sum, id, place) => sum + (wanted.has(id) ? gain(place) : 0), 0);
  const best = Array.from({ length: Math.min(10, wanted.size) }, (_, place) => gain(place)).reduce((a, b) => a + b, 0);
  return {
    recall: { 5: recallAt(5), 10: recallAt(10), 20: recallAt(20) },
    hit: { 1: hitAt(1), 5: hitAt(5), 10: hitAt(10) },
    mrr: first === -1 ? 0 : 1 / (first + 1),
    ndcg10: found / best,
  };
}

/** The mean of a figure, in percent with one decimal; 0 of nothing. */
export function percent<One>(all: readonly One[], figure: (one: One) => number): number {
  if (all.length === 0) return 0;
  return Math.round((1_000 * all.reduce((sum, one) => sum + figure(one), 0)) / all.length) / 10;
}
