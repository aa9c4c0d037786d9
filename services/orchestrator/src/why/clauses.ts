import type { Explanation } from '@hookline/rules';

/** A clause with what it came to; null where it asks for what the event lacks, which counts as false. */
export interface ShownClause {
  readonly clause: string;
  readonly value: boolean | null;
  /** In the rule's file, from 1. */
  readonly line: number | null;
  /** What it asks for, by path. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The clauses of a step; of the one that comes nearest where none is named. */
export function clausesOf({ steps }: Explanation, number?: number): ShownClause[] {
  const step = steps.find((one) => one.step === number) ?? steps.find(({ holds }) => holds) ?? steps[0];
  return (step?.clauses ?? []).map(({ clause, line, result, values }) => ({
    clause,
    value: result === 'missing' ? null : result === 'true',
    line,
    values,
  }));
}
