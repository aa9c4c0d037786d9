const k1 = 1.2;
const b = 0.75;

interface WordHit {
  /** Place of the text. */
  readonly at: number;
  readonly score: number;
  /** How many different words of the question the text has. */
  readonly shared: number;
  /** How rare they are in all, in units of the rarest a word can be here. */
  readonly rarity: number;
}

/** A few texts in memory that can be asked which of them share words with a question, by Okapi BM25. */
export interface WordIndex {
  /** The texts that share a word, the best first, equal ones in their order. A word asked twice counts twice in the score. */
  find(question: readonly string[]): WordHit[];
}

/** Indexes texts, each given as its words. Meant for some ten thousand short ones: what a project has, not what a team has. */
export function wordIndex(texts: readonly (readonly string[])[]): WordIndex {
  const postings = new Map<string, Map<number, number>>();
  texts.forEach((words, at) => {
    for (const word of words) {
      const found = postings.get(word) ?? new Map<number, number>();
      if (found.size === 0) postings.set(word, found);
      found.set(at, (found.get(at) ?? 0) + 1);
    }
  });
  const lengths = texts.map(({ length }) => length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / (texts.length || 1) || 1;
  const rarityOf = (having: number) => Math.log(1 + (texts.length - having + 0.5) / (having + 0.5));
  const rarest = rarityOf(1);
  return {
    find(question) {
      const hits = new Map<number, { score: number; shared: number; rarity: number }>();
      for (const [word, asked] of countsOf(question)) {
        const found = postings.get(word);
        if (found === undefined) continue;
        const rarity = rarityOf(found.size);
        for (const [at, count] of found) {
          const hit = hits.get(at) ?? { score: 0, shared: 0, rarity: 0 };
          const length = 1 - b + (b * lengths[at]!) / average;
          hit.score += (asked * rarity * count * (k1 + 1)) / (count + k1 * length);
          hit.shared += 1;
          hit.rarity += rarity / rarest;
          hits.set(at, hit);
        }
      }
      return [...hits].map(([at, hit]) => ({ at, ...hit })).sort((x, y) => y.score - x.score || x.at - y.at);
    },
  };
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
