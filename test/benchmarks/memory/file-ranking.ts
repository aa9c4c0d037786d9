/** How good ranked files are, over questions; in percent. */
export interface RankingScores {
  readonly questions: number;
  readonly recall5: number;
  readonly recall10: number;
  readonly hit5: number;
  readonly precision5: number;
}

/** A question's answer and the files that were right. */
export interface Ranked {
  readonly ranked: readonly string[];
  readonly gold: readonly string[];
}

export function scoreRanking(answers: readonly Ranked[]): RankingScores {
  const mean = (value: (answer: Ranked) => number) =>
    Math.round((1_000 * answers.reduce((sum, answer) => sum + value(answer), 0)) / Math.max(1, answers.length)) / 10;
  const hits = ({ ranked, gold }: Ranked, first: number) =>
    ranked.slice(0, first).filter((path) => gold.includes(path)).length;
  return {
    questions: answers.length,
    recall5: mean((answer) => hits(answer, 5) / answer.gold.length),
    recall10: mean((answer) => hits(answer, 10) / answer.gold.length),
    hit5: mean((answer) => (hits(answer, 5) > 0 ? 1 : 0)),
    precision5: mean((answer) => hits(answer, 5) / Math.max(1, Math.min(5, answer.ranked.length))),
  };
}

/** Files by how often they came, what came last counting more; `halfLife` in sessions. */
export function popularity(sessions: readonly (readonly string[])[], halfLife = Number.POSITIVE_INFINITY): string[] {
  const counts = new Map<string, number>();
  sessions.forEach((files, at) => {
    for (const path of files) counts.set(path, (counts.get(path) ?? 0) + 0.5 ** ((sessions.length - at) / halfLife));
  });
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([path]) => path);
}
