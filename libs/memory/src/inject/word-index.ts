import { wordsOf } from '../recall-files/words.ts';

const k1 = 1.2;
const b = 0.75;
/** A longer question is cut: beyond it are logs and pasted files. */
const questionLengthMax = 8_000;

export interface WordHit {
  /** Index of the text. */
  readonly at: number;
  readonly score: number;
  /** How many different words of the question the text has. */
  readonly shared: number;
  /** How rare they are in all, in units of the rarest a word can be here. */
  readonly rarity: number;
}

/** Texts by their words, in memory: Okapi BM25 over stems. */
export class WordIndex {
  readonly #postings = new Map<string, { readonly at: number; readonly count: number }[]>();
  readonly #lengths: number[] = [];
  readonly #averageLength: number;

  constructor(texts: readonly string[]) {
    texts.forEach((text, at) => {
      const words = wordsOf(text);
      this.#lengths.push(words.length);
      const counts = new Map<string, number>();
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
      for (const [word, count] of counts) {
        const posting = this.#postings.get(word);
        if (posting === undefined) this.#postings.set(word, [{ at, count }]);
        else posting.push({ at, count });
      }
    });
    this.#averageLength = this.#lengths.reduce((sum, length) => sum + length, 0) / (texts.length || 1) || 1;
  }

  /** The texts that share a word with the question, the best first; equal ones in the order of the texts. */
  find(question: string): WordHit[] {
    const found = new Map<number, { score: number; shared: number; rarity: number }>();
    const rarest = this.#rarity(1);
    for (const word of new Set(wordsOf(question.slice(0, questionLengthMax)))) {
      const posting = this.#postings.get(word) ?? [];
      const rarity = this.#rarity(posting.length);
      for (const { at, count } of posting) {
        const hit = found.get(at) ?? { score: 0, shared: 0, rarity: 0 };
        const norm = 1 - b + (b * this.#lengths[at]!) / this.#averageLength;
        hit.score += (rarity * count * (k1 + 1)) / (count + k1 * norm);
        hit.shared += 1;
        hit.rarity += rarity / rarest;
        found.set(at, hit);
      }
    }
    return [...found].map(([at, hit]) => ({ at, ...hit })).sort((x, y) => y.score - x.score || x.at - y.at);
  }

  #rarity(texts: number): number {
    return Math.log(1 + (this.#lengths.length - texts + 0.5) / (texts + 0.5));
  }
}
