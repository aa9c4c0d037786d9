/** The first `chars` UTF-16 units of a text, one fewer where the cut would halve a character. */
export function headOf(text: string, chars: number): string {
  return text.slice(0, isHalved(text, chars) ? chars - 1 : chars);
}

/** The last `chars` UTF-16 units of a text, one fewer where the cut would halve a character. */
export function tailOf(text: string, chars: number): string {
  const start = Math.max(0, text.length - chars);
  return text.slice(isHalved(text, start) ? start + 1 : start);
}

function isHalved(text: string, index: number): boolean {
  return index > 0 && index < text.length && isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
