import { MARK, type Marker, PRIVATE_MARK } from './mark.ts';
import type { FoundRange } from './rules/finding-range.ts';

/** Ranges without overlaps, in order. Where some overlap, the least doubtful and then the longest names the secret. */
export const settle = (text: string, ranges: readonly (FoundRange & { wide?: boolean })[]): FoundRange[] => {
  const marks = marksIn(text);
  const free = ranges.filter(
    (range) =>
      range.end > range.start &&
      !marks.some((mark) => overlaps(mark, range)) &&
      !(range.wide === true && ranges.some((other) => other.wide !== true && overlaps(other, range))),
  );
  const settled: FoundRange[] = [];
  for (const range of free.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = settled.at(-1);
    if (last === undefined || range.start >= last.end) {
      settled.push({ ...range });
      continue;
    }
    if (range.doubt < last.doubt || (range.doubt === last.doubt && range.secret.length > last.secret.length)) {
      last.kind = range.kind;
      last.secret = range.secret;
      last.doubt = range.doubt;
    }
    last.end = Math.max(last.end, range.end);
  }
  return settled;
};

interface Span {
  start: number;
  end: number;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

const marksIn = (text: string): Span[] => {
  if (!text.includes('«')) return [];
  const marks = [...text.matchAll(MARK)].map(({ index, 0: mark }) => ({ start: index, end: index + mark.length }));
  for (let at = text.indexOf(PRIVATE_MARK); at >= 0; at = text.indexOf(PRIVATE_MARK, at + 1)) {
    marks.push({ start: at, end: at + PRIVATE_MARK.length });
  }
  return marks;
};

/** `text` with a mark in place of each range, and the marks in order. */
export const replaceRanges = (text: string, ranges: readonly FoundRange[], mark: Marker) => {
  const marks: { kind: string; mark: string }[] = [];
  let result = '';
  let from = 0;
  for (const { kind, start, end, secret } of ranges) {
    const made = mark(kind, secret);
    marks.push({ kind, mark: made });
    result += text.slice(from, start) + made;
    from = end;
  }
  return { text: result + text.slice(from), marks };
};
