/**
 * The same JSON value with every string longer than `charactersMax` cut to its beginning and a note that
 * says how much went. Names, ids and short values stay, so an event keeps its identity and loses its body.
 */
export function clipStrings(value: unknown, charactersMax: number): unknown {
  if (typeof value === 'string') {
    if (value.length <= charactersMax) return value;
    const dropped = value.length - charactersMax;
    return `${value.slice(0, charactersMax)}… [${dropped} characters dropped by Hookline: the spool was full]`;
  }
  if (Array.isArray(value)) return value.map((item) => clipStrings(item, charactersMax));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clipStrings(item, charactersMax)]));
  }
  return value;
}
