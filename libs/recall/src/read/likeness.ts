/** The words of a text in lower case, without marks; each once. */
export function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}_./:-]*[\p{L}\p{N}_])?/gu) ?? []);
}

/** How much two sets have in common, from 0 to 1: shared by all. Two empty sets have nothing in common. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 0;
  let shared = 0;
  for (const one of a) if (b.has(one)) shared += 1;
  return shared / (a.size + b.size - shared);
}

/** The runs of three characters of a text, with its ends. */
export function trigramsOf(text: string): Set<string> {
  const padded = `  ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
}
