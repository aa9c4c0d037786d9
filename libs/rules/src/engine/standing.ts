import { nameOf } from '../actions/action.ts';
import type { Rule } from '../parse-rule.ts';
import type { EngineRule } from './types.ts';

/** A version of a rule that is in force. */
export interface Standing extends EngineRule {
  readonly rule: Rule;
}

/** Rules as the engine looks them up. */
export interface InForce {
  readonly all: readonly Standing[];
  readonly byKind: ReadonlyMap<string, readonly Standing[]>;
  readonly byRule: ReadonlyMap<string, Standing>;
}

/** A rule in force from a position on. */
export function standingOf(rule: Rule, from: { readonly gate: number; readonly sinceMs: number }): Standing {
  const units = rule.file.then.filter((action) => ['work', 'approval'].includes(nameOf(action))).length;
  return { rule, plan: rule.plan, units, gate: from.gate, sinceMs: from.sinceMs };
}

export function inForce(all: readonly Standing[]): InForce {
  const byKind = new Map<string, Standing[]>();
  for (const standing of all) {
    for (const kind of standing.rule.steps.keys()) {
      const of = byKind.get(kind);
      if (of === undefined) byKind.set(kind, [standing]);
      else of.push(standing);
    }
  }
  return { all, byKind, byRule: new Map(all.map((standing) => [standing.rule.name, standing])) };
}
