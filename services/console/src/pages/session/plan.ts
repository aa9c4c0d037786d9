import type { PlanBrief } from '../../api/outline-columns.ts';

type Item = PlanBrief['items'][number];

/** The list of things to do after all of these changes, which come in session order. */
export function planOf(changes: readonly Pick<PlanBrief, 'whole' | 'items'>[]): Item[] {
  const items = new Map<string, Item>();
  for (const change of changes) {
    if (change.whole) items.clear();
    for (const item of change.items) {
      if (item.status === 'deleted') items.delete(item.id);
      else items.set(item.id, { ...items.get(item.id), ...item });
    }
  }
  return [...items.values()];
}
