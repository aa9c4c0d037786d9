/** The words of a command that two commands may have in common, at most 40. */
export function commandTokens(words: readonly string[]): Set<string> {
  return new Set(words.slice(0, 40).map((word) => word.replace(/=.*$/, '')));
}
