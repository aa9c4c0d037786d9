/** Any value of a row as text: of one that lies in the body store, its ends. */
export function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if ('body' in value && 'head' in value && 'tail' in value) return `${value.head}\n…\n${value.tail}`;
  return JSON.stringify(value);
}

/** The beginning of a text, in whole characters. */
export function beginning(text: string, max: number): string {
  const cut = text.trim();
  return cut.length <= max
    ? cut
    : `${cut
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}

/** The end of a text, in whole characters: where tools say what went wrong. */
export function ending(text: string, max: number): string {
  const cut = text.trim();
  return cut.length <= max
    ? cut
    : `…${cut
        .slice(1 - max)
        .toWellFormed()
        .replace(/^\uFFFD/, '')}`;
}

/** A text as one line. */
export function oneLine(text: string, max: number): string {
  return beginning(text.slice(0, max * 8).replace(/\s+/g, ' '), max);
}

/** The text or null where there is none. */
export function orNull(text: string): string | null {
  return text === '' ? null : text;
}
