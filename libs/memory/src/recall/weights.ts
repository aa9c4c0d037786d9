/**
 * How recall weighs: one set of values for everything that is found, whatever it is. They were fixed on one half of a
 * public set of conversations and on real sessions of agents; docs/decisions/0020-recall.md has the figures.
 */
export const recallWeights = {
  /** Saturation of repeated words, and how much the length of a document counts. */
  k1: 1.2,
  b: 0.75,
  /** What was said before and after, by distance; only where that is short. */
  neighbours: [0.5, 0.3, 0.2],
  neighbourWordsMax: 60,
  /** An answer is found by its question: so many times the weight of what was asked right before. */
  afterQuestion: 1.8,
  /** What an agent or a tool said is cut, and its score multiplied. */
  toldWordsMax: 80,
  told: 0.3,
  /** Score of what is nothing but questions, and less off where it is only partly: they are rarely what is looked for. */
  question: 0.5,
  /** Added to the score, as a share of it, where the query names who it is of. */
  named: 0.3,
  /** Added to the score for each two words of the query that stand together as they do there; looked at in the best ones. */
  together: 1,
  togetherMax: 50,
  /** Of what others did, for whoever asks about work of their own. */
  teammate: 0.3,
  /** Of words that are not a memory's statement: paths it stands on, more words it is found by. */
  keywords: 0.5,
  /** Found by each arm at most. */
  armMax: 50,
  /** How much a place in one arm's list counts: 1 / (fusion + place). */
  fusion: 20,
  /** Exponent of a memory's prior: how much confidence, age and use count against how well it matches. */
  prior: 0.5,
  /** The prior of what was merely said, against memories. */
  said: 0.6,
  /** What is left of a score with every memory before it that is about the same. */
  repeated: 0.6,
  /** Of the query's rare words, so much has to be matched; weaker ones are not told. */
  floor: 0.04,
} as const;

/** Raised with every change of what is indexed or how: every document is made again then. */
export const recallVersion = 1;
