import type { Database } from '@hookline/db';
import { type Fused, type Place, recallWeights } from '@hookline/memory';
import { stemsOf, tokensOf } from '@hookline/search';
import type { WordsCandidate } from './by-words.ts';
import type { Candidate } from './candidate.ts';
import type { RecallPlace } from './place.ts';
import type { Terms } from './terms.ts';

/** Who asks, and when. */
export interface Asker {
  readonly actor: string | undefined;
  /** Every word of the query. */
  readonly words: ReadonlySet<string>;
  readonly nowMs: number;
  readonly revoked: RecallPlace['revoked'];
  readonly kindOf: (shelf: number) => string;
}

const dayMs = 86_400_000;

/** What counts as a person's work: theirs counts more to them than that of others. */
const isWork = (kind: string) => kind === 'said' || kind === 'episode';

/** What words found, in order, with what weighs besides words. */
export function weighed(candidates: readonly WordsCandidate[], asker: Asker): WordsCandidate[] {
  const named = namesAsked(candidates, asker);
  return candidates
    .filter((one) => holds(one, asker))
    .map((one) => {
      const kind = asker.kindOf(one.shelf);
      const own = !isWork(kind) || one.actor === null || asker.actor === undefined || one.actor === asker.actor;
      const factor =
        (kind === 'said' ? one.weight : 1) *
        (own ? 1 : recallWeights.teammate) *
        (one.actor !== null && named.has(one.actor) ? 1 + recallWeights.named : 1);
      return { ...one, score: one.score * factor };
    })
    .sort(byScore);
}

/** The same, with what is added where words of the query stand together as they do there. In order. */
export async function withPairs(
  db: Database,
  candidates: readonly WordsCandidate[],
  terms: Terms,
): Promise<WordsCandidate[]> {
  const best = candidates.slice(0, recallWeights.togetherMax);
  const pairs = pairsOf(terms.sequence);
  if (pairs.size === 0) return [...candidates];
  const tokens = best.map(({ text }) => [...tokensOf(text)].filter(({ kind, again }) => kind === 'word' && !again));
  const stem = await stemsOf(
    db,
    tokens.flatMap((those) => those.map(({ text }) => text)),
  );
  const raised = best.map((one, index) => {
    const there = pairsOf(tokens[index]!.flatMap(({ text }) => stem(text) ?? []));
    return { ...one, score: one.score + recallWeights.together * pairs.intersection(there).size };
  });
  return [...raised.sort(byScore), ...candidates.slice(recallWeights.togetherMax)];
}

/** Every two that stand one after the other. */
function pairsOf(lexemes: readonly string[]): Set<string> {
  return new Set(lexemes.slice(1).map((lexeme, index) => `${lexemes[index]} ${lexeme}`));
}

const byScore = (a: WordsCandidate, b: WordsCandidate) => b.score - a.score || a.number - b.number;

/** The actors whom the query names by a word of their name. */
function namesAsked(candidates: readonly WordsCandidate[], { words }: Asker): Set<string> {
  const actors = new Set(candidates.flatMap(({ actor }) => actor ?? []));
  return new Set(
    [...actors].filter((actor) => [...tokensOf(actor)].some(({ text }) => text.length > 2 && words.has(text))),
  );
}

/** Whether it may be told now: an active memory expires where nothing refreshes it, and words may have been revoked. */
function holds({ holdsUntil, session, actor, shelf }: Candidate, { nowMs, revoked, kindOf }: Asker): boolean {
  if (holdsUntil !== null && Date.parse(holdsUntil) < nowMs) return false;
  if (revoked === undefined || kindOf(shelf) !== 'said') return true;
  return !revoked.revokedSessions.has(session ?? '') && !revoked.revokedActors.has(actor ?? '');
}

/** What is told at all, and what has too little of the query. The first are as many as an arm may keep. */
export function abstaining(ordered: readonly WordsCandidate[]): [strong: WordsCandidate[], weak: WordsCandidate[]] {
  const isStrong = ({ coverage }: WordsCandidate) => coverage >= recallWeights.floor;
  return [
    ordered.filter(isStrong).slice(0, recallWeights.armMax),
    ordered.filter((one) => !isStrong(one)).slice(0, recallWeights.armMax),
  ];
}

export interface Arranged {
  readonly candidate: Candidate;
  readonly about: string;
  readonly score: number;
  readonly why: readonly Place[];
}

/** Everything that was found: what is named exactly first, then by how well it matches and how much it counts. */
export function arranged(
  found: ReadonlyMap<number, Candidate>,
  fused: ReadonlyMap<number, Fused>,
  asker: Asker,
): Arranged[] {
  return [...found.values()]
    .filter((one) => holds(one, asker))
    .map((candidate) => {
      const { score, places } = fused.get(candidate.number)!;
      const exact = places.some(({ arm }) => arm === 'key');
      return {
        candidate,
        about: candidate.about,
        score: (exact ? 1 : 0) + score * prior(candidate, asker),
        why: places,
      };
    })
    .sort((a, b) => b.score - a.score || a.candidate.number - b.candidate.number);
}

function prior({ shelf, weight, at, halfLifeDays }: Candidate, { nowMs, kindOf }: Asker): number {
  if (kindOf(shelf) === 'said') return recallWeights.said;
  const ageDays = Math.max(0, nowMs - Date.parse(at)) / dayMs;
  return (weight * (halfLifeDays === null ? 1 : 0.5 ** (ageDays / halfLifeDays))) ** recallWeights.prior;
}
