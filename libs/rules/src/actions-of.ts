import { type Action, fillAction } from './actions/action.ts';
import type { Fill } from './actions/fill.ts';
import type { Values } from './cel/expression.ts';
import { eventValues } from './cel/values.ts';
import { cutText } from './cut-text.ts';
import type { Firing, Match } from './engine/types.ts';
import { shapeOf } from './event-types.ts';
import type { SessionFacts } from './facts/session-facts.ts';
import { keptOf, matchObject, namedValues } from './match.ts';
import type { Rule } from './parse-rule.ts';
import { filled, plain, shown } from './templates.ts';

/** What actions are filled from. */
export interface Filling {
  readonly firing: Pick<Firing, 'id' | 'rule' | 'key'>;
  readonly matches: readonly Match[];
  /** The facts of the last match's session when it fired; those that were kept with the match where absent. */
  readonly facts?: SessionFacts | undefined;
  /** The clock, Unix milliseconds. */
  readonly nowMs: number;
}

const idMax = 500;
const factsMax = 64 * 1024;

/**
 * What a firing does, its texts filled in. They are filled as values that were parsed already: what an event says stays
 * text, whatever is in it. Never throws.
 */
export function actionsOf(rule: Rule, filling: Filling): Action[] {
  const values = valuesOf(rule, filling);
  const session = filling.matches.at(-1)?.session;
  const fill = fillFrom(rule, values, session === '-' ? undefined : session);
  return rule.file.then.map((action) => fillAction(action, fill));
}

function valuesOf(rule: Rule, { firing, matches, facts, nowMs }: Filling): Values {
  const last = matches.at(-1);
  const values: object =
    last === undefined ? {} : eventValues(last.event, shapeOf(last.event.kind), facts ?? keptOf(last));
  const { id, rule: name, key } = firing;
  Object.assign(values, namedValues(rule, matches), {
    firing: { id, rule: name, key, count: BigInt(matches.length) },
    now: new Date(nowMs).toISOString(),
  });
  let objects: object[] | undefined;
  Object.defineProperty(values, 'matches', {
    enumerable: true,
    get: () => {
      objects ??= matches.map(matchObject);
      return objects;
    },
  });
  return values;
}

function fillFrom(rule: Rule, values: Values, session: string | undefined): Fill {
  const text = (source: string, max: number) => {
    const template = rule.templates.get(source);
    return template === undefined ? source.slice(0, max) : filled(template, values, max);
  };
  return {
    text,
    facts(value) {
      let left = factsMax;
      const whole = (one: unknown): unknown => {
        if (typeof one === 'string') {
          const made = valueFor(one);
          const size = typeof made === 'string' ? made.length : (JSON.stringify(made)?.length ?? 0);
          left -= size;
          if (left >= 0) return made;
          return typeof made === 'string' ? cutText(made, Math.max(0, left + size)) : null;
        }
        if (Array.isArray(one)) return one.map(whole);
        if (typeof one !== 'object' || one === null) return one;
        return Object.fromEntries(Object.entries(one).map(([field, inner]) => [field, whole(inner)]));
      };
      return whole(value) as Record<string, unknown>;
    },
    cel(source) {
      const value = rule.expressions.get(source)?.evaluate(values);
      const made = cutText(shown(value), idMax);
      return made === '-' ? '' : made;
    },
    list(source) {
      const value = rule.expressions.get(source)?.evaluate(values);
      return Array.isArray(value) ? value.map(plain) : [];
    },
    forChild(child) {
      return fillFrom(rule, withChild(values, child), session);
    },
    rule: rule.name,
    session,
  };

  /** A text that is one hole and nothing else becomes what fills it: a number stays a number, a list a list. */
  function valueFor(source: string): unknown {
    const parts = rule.templates.get(source)?.parts;
    const [only] = parts ?? [];
    if (parts?.length === 1 && only !== undefined && typeof only !== 'string')
      return plain(only.evaluate(values) ?? '');
    return text(source, factsMax);
  }
}

function withChild(values: Values, child: unknown): Values {
  const made = Object.create(values) as Record<string, unknown>;
  Object.defineProperty(made, 'child', { value: child, enumerable: true });
  return made;
}
