import type { UsageEntry } from '../../api/shapes.ts';

/** Usage of one group. A class that no answer reported is null, and so is a cost that nobody knows. */
export interface UsageOfGroup {
  readonly name: string;
  readonly answers: number;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly costUsd: number | null;
}

/** Sums by what `nameOf` says, the group with the most output first. */
export function usageBy(usage: readonly UsageEntry[], nameOf: (row: UsageEntry) => string): UsageOfGroup[] {
  const groups = [...Map.groupBy(usage, nameOf)].map(([name, rows]) => ({
    name,
    answers: rows.length,
    input: sum(rows.map(({ inputTokens }) => inputTokens)),
    output: sum(rows.map(({ outputTokens }) => outputTokens)),
    cacheRead: sum(rows.map(({ cacheReadTokens }) => cacheReadTokens)),
    cacheWrite: sum(rows.map(({ cacheWriteTokens }) => cacheWriteTokens)),
    costUsd: sum(rows.map(({ costUsd }) => costUsd)),
  }));
  return groups.sort((a, b) => (b.output ?? 0) - (a.output ?? 0));
}

function sum(values: readonly (number | null)[]): number | null {
  return values.every((value) => value === null) ? null : values.reduce<number>((all, value) => all + (value ?? 0), 0);
}
