import { tokenEstimate } from '@hookline/memory';

/** As many of the items, from the first, as take so many tokens as JSON; at least one where there are any. */
export function withinTokens<Item>(items: readonly Item[], tokensMax: number): { kept: Item[]; left: number } {
  const kept: Item[] = [];
  let tokens = 0;
  for (const item of items) {
    tokens += tokenEstimate(JSON.stringify(item));
    if (kept.length > 0 && tokens > tokensMax) break;
    kept.push(item);
  }
  return { kept, left: items.length - kept.length };
}
