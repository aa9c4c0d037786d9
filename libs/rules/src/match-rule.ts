import { type BusEvent, eventId } from '@hookline/schemas';
import type { Rule } from './parse-rule.ts';
import type { Action } from './rule-file.ts';
import { fillTemplate } from './template.ts';

/** One match of one version of a rule. Its id is the same whoever finds it, and however often. */
export interface Firing {
  /** Hash of the rule, its version, the key and the matched events. */
  readonly id: string;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly events: readonly string[];
  readonly actions: readonly Action[];
}

/** What a rule makes of an event: a firing, or why it does not fire. Pure. */
export type Verdict = { readonly firing: Firing } | { readonly why: string };

/** Matches one event. Actions come with their texts filled in. */
export function matchRule(rule: Rule, event: BusEvent): Verdict {
  const pattern = rule.patterns.get(event.kind);
  if (pattern === undefined)
    return { why: `the rule looks at ${[...rule.patterns.keys()].join(', ')}, not at ${event.kind}` };
  const holds = pattern.where === undefined ? true : pattern.where.evaluate(event);
  if (holds === undefined) return { why: `where asks for a field that this event lacks: ${pattern.where!.source}` };
  if (holds !== true) return { why: `where is false: ${pattern.where!.source}` };
  const key = pattern.key.evaluate(event);
  if (typeof key !== 'string') return { why: `key asks for a field that this event lacks: ${pattern.key.source}` };
  return {
    firing: {
      id: eventId('firing', rule.name, rule.version, key, event.id),
      rule: rule.name,
      version: rule.version,
      key,
      events: [event.id],
      actions: rule.file.then.map((action) => fillTemplate(action, event, pattern.shape) as Action),
    },
  };
}
