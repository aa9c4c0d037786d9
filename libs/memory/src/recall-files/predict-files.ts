import { wordIndex } from '../words/word-index.ts';
import { wordsOf } from '../words/words-of.ts';
import type { PastWork } from './past-work.ts';

/** What is to be done, by whom. */
export interface Intended {
  readonly prompt: string;
  readonly actor?: string | undefined;
}

export interface PredictedFile {
  readonly path: string;
  /** Comparable within one answer only. */
  readonly score: number;
  /** What speaks for it, the strongest first: it is named, similar work changed it, its path has the words, it is often changed. */
  readonly why: readonly FileReason[];
  /** The sessions of similar work that changed it, the most alike first; at most five. */
  readonly sessions: readonly string[];
}

export type FileReason = 'named' | 'similar-work' | 'path' | 'often';

/** A teammate's session counts so much against one of the same person. */
const teammateWeight = 0.3;
/** After so many sessions one counts half. */
const halfLifeSessions = 30;
const questionWordsMax = 300;
const promptMax = 6_000;
const episodesMax = 50;
const armLengthMax = 50;
const sessionsMax = 5;
const fusion = 10;
const oftenWeight = 0.4;
const namedScore = 0.1;

/**
 * The files of a project that some work is likely to change, the likeliest first: reciprocal rank fusion of files that
 * similar work changed, files whose path has words of the prompt, and files that are often changed; files that the prompt
 * names come first. `past` is in order of time, of one project; `more` are files known otherwise, for example read ones.
 */
export function predictFiles(
  { prompt, actor }: Intended,
  past: readonly PastWork[],
  { limit = 5, more = [] }: { readonly limit?: number; readonly more?: Iterable<string> } = {},
): PredictedFile[] {
  const text = prompt.slice(0, promptMax);
  const question = wordsOf(text).slice(0, questionWordsMax);
  const weights = past.map(
    (work, at) =>
      (work.actor === actor || actor === undefined ? 1 : teammateWeight) *
      0.5 ** ((past.length - at) / halfLifeSessions),
  );
  const known = [...new Set([...past.flatMap(({ files }) => files), ...more])];
  const scores = new Map<string, { score: number; why: { reason: FileReason; score: number }[] }>();
  const add = (path: string, reason: FileReason, score: number) => {
    const sum = scores.get(path) ?? { score: 0, why: [] };
    sum.score += score;
    sum.why.push({ reason, score });
    scores.set(path, sum);
  };
  const arm = (reason: FileReason, weight: number, ranked: ReadonlyMap<string, number>) =>
    best(ranked, armLengthMax).forEach((path, rank) => {
      add(path, reason, weight / (fusion + rank + 1));
    });
  const nearest = similarWork(question, past, weights);
  arm('similar-work', 1, changedBy(nearest));
  arm('path', 1, byPath(question, known));
  arm('often', oftenWeight, often(past, weights));
  for (const path of known) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name.length > 4 && text.includes(name)) add(path, 'named', text.includes(path) ? 2 * namedScore : namedScore);
  }
  return [...scores]
    .map(([path, { score, why }]) => ({
      path,
      score,
      why: why.sort((a, b) => b.score - a.score).map(({ reason }) => reason),
    }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map((file) => ({
      ...file,
      sessions: nearest
        .filter(({ work }) => work.files.includes(file.path))
        .slice(0, sessionsMax)
        .map(({ work }) => work.session),
    }));
}

interface Nearest {
  readonly work: PastWork;
  readonly score: number;
}

/** The sessions that are most like what is asked, the most alike first. */
function similarWork(question: readonly string[], past: readonly PastWork[], weights: readonly number[]): Nearest[] {
  const likeness = wordIndex(past.map(({ words }) => words)).find(question);
  return likeness
    .map(({ at, score }) => ({ at, score: score * weights[at]! }))
    .sort((a, b) => b.score - a.score || b.at - a.at)
    .slice(0, episodesMax)
    .map(({ at, score }) => ({ work: past[at]!, score }));
}

/** Files by the likeness of the sessions that changed them. A session of many files says little of each. */
function changedBy(nearest: readonly Nearest[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { work, score } of nearest) {
    for (const path of work.files) scores.set(path, (scores.get(path) ?? 0) + score / Math.sqrt(work.files.length));
  }
  return scores;
}

function byPath(question: readonly string[], known: readonly string[]): Map<string, number> {
  const hits = wordIndex(known.map(wordsOf)).find(question);
  return new Map(hits.map(({ at, score }) => [known[at]!, score]));
}

function often(past: readonly PastWork[], weights: readonly number[]): Map<string, number> {
  const scores = new Map<string, number>();
  past.forEach(({ files }, at) => {
    for (const path of files) scores.set(path, (scores.get(path) ?? 0) + weights[at]!);
  });
  return scores;
}

function best(scores: ReadonlyMap<string, number>, lengthMax: number): string[] {
  return [...scores]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, lengthMax)
    .map(([path]) => path);
}
