/** The estimate that every budget of memory is counted in. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** As many of the items, from the first, as take so many tokens as JSON; at least one where there are any. */
export function withinTokens<Item>(items: readonly Item[], tokensMax: number): { kept: Item[]; left: number } {
  const kept: Item[] = [];
  let tokens = 0;
  for (const item of items) {
    tokens += tokensOf(JSON.stringify(item));
    if (kept.length > 0 && tokens > tokensMax) break;
    kept.push(item);
  }
  return { kept, left: items.length - kept.length };
}

/** The text on one line, at most so many characters, with a mark where it was cut. */
export function oneLine(text: string, lengthMax: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1).trimEnd()}…`.toWellFormed();
}
