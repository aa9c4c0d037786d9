import type { UsageBrief } from '../../api/outline-columns.ts';

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
export function usageBy(usage: readonly UsageBrief[], nameOf: (row: UsageBrief) => string): UsageOfGroup[] {
  const groups = [...Map.groupBy(usage, nameOf)].map(([name, rows]) => ({
    name,
    answers: rows.length,
    input: sum(rows.map((row) => row.input)),
    output: sum(rows.map((row) => row.output)),
    cacheRead: sum(rows.map((row) => row.cacheRead)),
    cacheWrite: sum(rows.map((row) => row.cacheWrite)),
    costUsd: sum(rows.map((row) => row.costUsd)),
  }));
  return groups.sort((a, b) => (b.output ?? 0) - (a.output ?? 0));
}

function sum(values: readonly (number | null)[]): number | null {
  return values.every((value) => value === null) ? null : values.reduce<number>((all, value) => all + (value ?? 0), 0);
}
