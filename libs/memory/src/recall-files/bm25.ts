const k1 = 1.2;
const b = 0.75;

/** A few texts in memory that can be asked which of them share words with a question, by Okapi BM25. */
export interface WordIndex {
  /** Scores by place of the text; texts that share no word are not in it. */
  score(question: readonly string[]): Map<number, number>;
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
  const average = texts.reduce((sum, words) => sum + words.length, 0) / (texts.length || 1) || 1;
  return {
    score(question) {
      const scores = new Map<number, number>();
      for (const [word, asked] of countsOf(question)) {
        const found = postings.get(word);
        if (found === undefined) continue;
        const rarity = Math.log(1 + (texts.length - found.size + 0.5) / (found.size + 0.5));
        for (const [at, count] of found) {
          const length = 1 - b + (b * texts[at]!.length) / average;
          scores.set(at, (scores.get(at) ?? 0) + (asked * rarity * count * (k1 + 1)) / (count + k1 * length));
        }
      }
      return scores;
    },
  };
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
