import type { Rule } from './parse-rule.ts';
import type { RuleTestResult } from './run-tests.ts';

/** What the tests of a rule tried. */
export interface Coverage {
  readonly clauses: readonly ClauseCoverage[];
  /** What was seen of what there is to see: both outcomes of each clause, and firing and not firing. From 0 to 1. */
  readonly share: number;
}

export interface ClauseCoverage {
  readonly text: string;
  /** Line in the rule's file; 0 for whether the rule fires at all. */
  readonly line: number;
  readonly seenTrue: boolean;
  /** Or missing, which counts as false. */
  readonly seenFalse: boolean;
}

/** Which outcomes of each clause of a rule's `where`, and of the whole rule, its tests brought about. */
export function coverageOf(rule: Rule, results: readonly RuleTestResult[]): Coverage {
  const values = results.flatMap(({ clauses }) => clauses);
  const written = new Map<string, { text: string; line: number }>();
  for (const steps of rule.steps.values()) {
    for (const { clauses } of steps) {
      for (const { text, line } of clauses) written.set(`${line} ${text}`, { text, line });
    }
  }
  const clauses = [...written.values()]
    .sort((a, b) => a.line - b.line)
    .map(({ text, line }): ClauseCoverage => {
      const seen = values.filter((value) => value.clause === text && value.line === line);
      return {
        text,
        line,
        seenTrue: seen.some(({ result }) => result === 'true'),
        seenFalse: seen.some(({ result }) => result !== 'true'),
      };
    });
  const fires: ClauseCoverage = {
    text: 'it fires',
    line: 0,
    seenTrue: results.some(({ found }) => found > 0),
    seenFalse: results.some(({ found, faults }) => found === 0 && faults.length === 0),
  };
  const all = [fires, ...clauses];
  const seen = all.reduce((sum, { seenTrue, seenFalse }) => sum + Number(seenTrue) + Number(seenFalse), 0);
  return { clauses: all, share: seen / (all.length * 2) };
}
