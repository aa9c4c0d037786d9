/** How often each word occurs in a text. */
export type Counts = ReadonlyMap<string, number>;

export function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const k1 = 1.2;
const b = 0.75;

/** Scores of texts for the words of a question, Okapi BM25; 0 where no word is shared. */
export function bm25(question: readonly string[], texts: readonly Counts[]): number[] {
  const lengths = texts.map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / (texts.length || 1) || 1;
  const scores = texts.map(() => 0);
  for (const [word, asked] of countsOf(question)) {
    const found = texts.filter((counts) => counts.has(word)).length;
    if (found === 0) continue;
    const rarity = Math.log(1 + (texts.length - found + 0.5) / (found + 0.5));
    texts.forEach((counts, at) => {
      const count = counts.get(word);
      if (count === undefined) return;
      scores[at]! += (asked * rarity * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[at]!) / average));
    });
  }
  return scores;
}
