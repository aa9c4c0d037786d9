const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const narrow = /^[ -~]*$/;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;

/** Ranges that take two columns: Hangul, CJK, kana, full-width forms and the planes of ideographs. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

/** How many columns of a terminal the text takes. It has no control characters. */
export function screenWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment);
  return width;
}

/** The text in at most so many columns; what is cut off ends in an ellipsis, and never inside a character. */
export function cut(text: string, width: number): string {
  if (!Number.isFinite(width) || (narrow.test(text) && text.length <= width)) return text;
  let taken = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    taken += widthOf(segment);
    if (taken > width) return width < 1 ? '' : `${text.slice(0, end)}…`;
    if (taken < width) end = index + segment.length;
  }
  return text;
}

function widthOf(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0)!;
  if (/^[\p{Mn}\p{Me}\p{Cf}]/u.test(grapheme)) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
