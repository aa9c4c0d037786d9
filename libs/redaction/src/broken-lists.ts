import { DEPTH_MAX, NestingError } from './json-strings.ts';
import type { FoundRange } from './rules/finding-range.ts';

/** A list of strings, and the text they read as together. */
export interface TextList {
  readonly list: readonly string[];
  readonly text: string;
}

/** Every list that has at least two strings and nothing else: a secret may be broken over them, as over the lines of a patch. */
export const listsIn = (value: unknown): TextList[] => {
  const found: TextList[] = [];
  const visit = (current: unknown, depth: number): void => {
    if (typeof current !== 'object' || current === null) return;
    if (depth >= DEPTH_MAX) throw new NestingError();
    if (Array.isArray(current) && current.length > 1 && current.every((item) => typeof item === 'string')) {
      found.push({ list: current, text: current.join('\n') });
    } else {
      for (const child of Object.values(current)) visit(child, depth + 1);
    }
  };
  visit(value, 0);
  return found;
};

/** What begins in one string of a list and ends in a later one; the others are found in their own string. */
export const isBroken = (text: string, { start, end }: Pick<FoundRange, 'start' | 'end'>): boolean =>
  text.slice(start, end).includes('\n');

const SIGN = /^[+\- ]/;

/** The list with a mark in each string that a range reaches into, so that it keeps its length and the signs of a patch. */
export const markStrings = (
  list: readonly string[],
  ranges: readonly { readonly start: number; readonly end: number; readonly mark: string }[],
): string[] => {
  let start = 0;
  return list.map((string) => {
    const from = start;
    const to = from + string.length;
    start = to + 1;
    let marked = string;
    for (const range of ranges.toReversed()) {
      if (range.end <= from || range.start >= to) continue;
      const sign = range.start < from ? (SIGN.exec(string)?.[0].length ?? 0) : 0;
      const before = string.slice(0, Math.max(range.start - from, sign));
      marked = before + range.mark + marked.slice(Math.max(Math.min(range.end, to) - from, sign));
    }
    return marked;
  });
};

/** The value with some of its lists replaced; whatever holds none of them is the same object as before. */
export const replaceLists = (
  value: unknown,
  replace: (list: readonly unknown[], path: string) => readonly string[] | undefined,
): unknown => {
  const map = (current: unknown, path: string): unknown => {
    if (typeof current !== 'object' || current === null) return current;
    const entries = Object.entries(current).map(([key, child]) => {
      return [key, map(child, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)] as const;
    });
    const isChanged = entries.some(([key, child]) => child !== (current as Record<string, unknown>)[key]);
    if (!Array.isArray(current)) return isChanged ? Object.fromEntries(entries) : current;
    return replace(current, path) ?? (isChanged ? entries.map(([, child]) => child) : current);
  };
  return map(value, '');
};
