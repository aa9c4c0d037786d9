import type { SessionState } from '@hookline/projections';

type Usage = SessionState['rows']['usage'][number];

/** Tells the cost of one answer of a model in US dollars; null where nobody knows it. */
export type Price = (usage: Usage) => number | null;

/** What the harness said in all, else what is known of each answer; null where part of it is not known. */
export function costOfState({ sessions: [row], usage }: SessionState['rows'], price: Price): number | null {
  if (row?.reportedCostUsd != null) return row.reportedCostUsd;
  const costs = usage.map(price);
  if (costs.length === 0 || costs.some((cost) => cost === null)) return null;
  return costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}
