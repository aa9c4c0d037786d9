/** The words of a text in lower case, without marks; each once. */
export function wordSetOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}_./:-]*[\p{L}\p{N}_])?/gu) ?? []);
}

/** The runs of three characters of a text, with its ends. */
export function trigramsOf(text: string): Set<string> {
  const padded = `  ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
}
