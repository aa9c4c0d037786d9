/** The words of a command that two commands may have in common, at most 40. */
export function commandTokens(words: readonly string[]): Set<string> {
  return new Set(words.slice(0, 40).map((word) => word.replace(/=.*$/, '')));
}

/** How much two sets have in common: 0 nothing, 1 all. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
