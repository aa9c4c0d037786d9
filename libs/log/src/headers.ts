/** The pairs of a block of `name: value` lines. Values are as they were written, without surrounding spaces. */
export function* headerPairs(lines: string): Generator<readonly [string, string]> {
  let start = 0;
  while (start < lines.length) {
    let end = lines.indexOf('\r\n', start);
    if (end < 0) end = lines.length;
    const colon = lines.indexOf(':', start);
    if (colon > start && colon < end) yield [lines.slice(start, colon), lines.slice(colon + 1, end).trim()];
    start = end + 2;
  }
}
