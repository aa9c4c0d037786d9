import type { Rule } from './parse-rule.ts';

/** Rules by the kind of event they look at, in their order, so that an event need meet only those. */
export function rulesByKind<Item>(
  items: readonly Item[],
  ruleOf: (item: Item) => Pick<Rule, 'patterns'>,
): ReadonlyMap<string, readonly Item[]> {
  const byKind = new Map<string, Item[]>();
  for (const item of items) {
    for (const kind of ruleOf(item).patterns.keys()) {
      const ofKind = byKind.get(kind);
      if (ofKind === undefined) byKind.set(kind, [item]);
      else ofKind.push(item);
    }
  }
  return byKind;
}
