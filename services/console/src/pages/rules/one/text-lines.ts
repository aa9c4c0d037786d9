import type { CoveredClause, Fault } from '../../../api/rules.ts';

/** A line of a rule's text with what there is to say of it. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
  readonly faults: readonly Fault[];
  readonly clauses: readonly CoveredClause[];
}

/** The lines of a text, each with its faults and the clauses that begin on it. */
export function linesOfText(
  text: string,
  faults: readonly Fault[],
  clauses: readonly CoveredClause[],
): readonly TextLine[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line, index) => ({
    number: index + 1,
    text: line,
    faults: faults.filter((fault) => fault.line === index + 1),
    clauses: clauses.filter((clause) => clause.line === index + 1),
  }));
}

/** How a clause was tried, in words; `good` where tests saw it both hold and not hold. */
export function coverageText({ heldTrue, heldFalse }: Pick<CoveredClause, 'heldTrue' | 'heldFalse'>): {
  readonly good: boolean;
  readonly text: string;
} {
  if (heldTrue === 0 && heldFalse === 0) return { good: false, text: 'no test gets here' };
  if (heldTrue === 0) return { good: false, text: 'never true in a test' };
  if (heldFalse === 0) return { good: false, text: 'never false in a test' };
  return { good: true, text: 'true and false in tests' };
}
