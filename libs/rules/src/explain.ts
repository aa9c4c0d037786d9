import type { BusEvent } from '@hookline/schemas';
import type { Clause } from './cel/clauses.ts';
import { eventValues, factsOf } from './cel/values.ts';
import type { Match } from './engine/types.ts';
import type { SessionFacts } from './facts/session-facts.ts';
import { keyOf, namedValues } from './match.ts';
import type { Rule } from './parse-rule.ts';
import { plain } from './templates.ts';

/** What one clause of a `where` comes to for an event. */
export interface ClauseValue {
  readonly clause: string;
  /** Line in the rule's file, from 1. */
  readonly line: number;
  /** missing: it asks for what the event lacks, which counts as false. */
  readonly result: 'true' | 'false' | 'missing';
  /** What it asks for, by path: JSON, texts cut to 200 characters and lists to 10. Absent where it is not there. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What an event is to one step of a rule. */
export interface StepExplanation {
  readonly step: number;
  readonly name?: string;
  readonly holds: boolean;
  /** Undefined where it asks for what is not there: then the event does not match. */
  readonly key?: string;
  readonly clauses: readonly ClauseValue[];
  /** In one sentence. */
  readonly reason: string;
}

/** What an event is to a rule: no steps where the rule does not look at its kind. */
export interface Explanation {
  readonly matches: boolean;
  readonly reason: string;
  readonly steps: readonly StepExplanation[];
}

/**
 * Why an event matches a rule, or why not, clause by clause. `earlier` are matches of steps before, for a `where` that
 * names them. Never throws.
 */
export function explain(
  rule: Rule,
  event: BusEvent,
  facts: SessionFacts | undefined,
  earlier: readonly Match[] = [],
): Explanation {
  const steps = rule.steps.get(event.kind) ?? [];
  if (steps.length === 0) {
    const looksAt = [...rule.steps.keys()].join(', ') || 'the clock';
    return { matches: false, reason: `the rule looks at ${looksAt}, not at ${event.kind}`, steps: [] };
  }
  const named = namedValues(rule, earlier);
  const explained = steps.map((step): StepExplanation => {
    const values = Object.assign(eventValues(event, step.shape, factsOf(event, facts)), named);
    const clauses = step.clauses.map((clause) => clauseValue(clause, values));
    const { where, later } = step;
    const holds = [where, later].every((one) => one === undefined || one.evaluate(values) === true);
    const key = keyOf(step, values);
    return {
      step: step.number,
      ...(step.name !== undefined && { name: step.name }),
      holds: holds && key !== undefined,
      ...(key !== undefined && { key }),
      clauses,
      reason: reasonOf(holds, key, clauses, step.key.source),
    };
  });
  const found = explained.find(({ holds }) => holds) ?? explained[0]!;
  return { matches: found.holds, reason: found.reason, steps: explained };
}

function reasonOf(holds: boolean, key: string | undefined, clauses: readonly ClauseValue[], asked: string): string {
  if (holds && key === undefined) return `key asks for what this event lacks: ${asked}`;
  if (holds) return clauses.length === 0 ? 'every event of this kind matches' : 'where is true';
  const missing = clauses.find(({ result }) => result === 'missing');
  const wrong = clauses.find(({ result }) => result === 'false') ?? missing;
  if (wrong === undefined) return 'where is false';
  const which = `${wrong.clause} (line ${wrong.line})`;
  return wrong.result === 'missing' ? `where asks for what this event lacks: ${which}` : `where is false: ${which}`;
}

function clauseValue({ text, line, expression, asks }: Clause, values: object): ClauseValue {
  const value = expression.evaluate(values);
  const asked = asks.flatMap((one): [string, unknown][] => {
    const found = one.evaluate(values);
    return found === undefined ? [] : [[one.source, short(plain(found), 0)]];
  });
  const result = typeof value === 'boolean' ? (value ? 'true' : 'false') : 'missing';
  return { clause: text, line, result, values: Object.fromEntries(asked) };
}

function short(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > 200 ? `${value.slice(0, 199)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 3) return '…';
  if (Array.isArray(value)) return value.slice(0, 10).map((one) => short(one, depth + 1));
  const fields = Object.entries(value).slice(0, 20);
  return Object.fromEntries(fields.map(([field, one]) => [field, short(one, depth + 1)]));
}
