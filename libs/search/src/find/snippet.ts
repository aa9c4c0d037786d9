/** A stretch of a snippet; `mark` where it is what was looked for. */
export interface Marked {
  readonly text: string;
  readonly mark: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const lengthMax = 240;
const lead = 60;

/**
 * The part of a text around what was found, on one line: the window with the most of it, cut at spaces, with an ellipsis
 * where something is left out.
 */
export function snippetOf(text: string, found: readonly Range[]): Marked[] {
  const ranges = merge(found);
  const { start, end } = windowOf(text, ranges);
  const parts: Marked[] = [];
  const push = (piece: string, mark: boolean) => {
    const line = piece.replaceAll(/\s+/g, ' ');
    if (line !== '') parts.push({ text: line, mark });
  };
  let at = start;
  for (const range of ranges) {
    if (range.end <= start || range.start >= end) continue;
    push(text.slice(at, Math.max(at, range.start)), false);
    push(text.slice(Math.max(at, range.start), Math.min(end, range.end)), true);
    at = Math.min(end, range.end);
  }
  push(text.slice(at, end), false);
  if (start > 0) parts.unshift({ text: '… ', mark: false });
  if (end < text.length) parts.push({ text: ' …', mark: false });
  return joined(parts);
}

/** Every place at which a phrase stands, whatever the space between its words. */
export function placesOf(text: string, phrase: string): Range[] {
  const pattern = phrase
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+');
  if (pattern === '') return [];
  return [...text.matchAll(new RegExp(pattern, 'giu'))].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

function merge(found: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

function windowOf(text: string, ranges: readonly Range[]): Range {
  if (text.length <= lengthMax) return { start: 0, end: text.length };
  let best = { start: 0, found: -1 };
  for (const { start } of ranges) {
    const from = Math.max(0, start - lead);
    const found = ranges.filter((range) => range.start >= from && range.end <= from + lengthMax).length;
    if (found > best.found) best = { start: from, found };
  }
  const start = best.start === 0 ? 0 : afterSpace(text, best.start);
  const end = Math.min(text.length, start + lengthMax);
  return { start, end: end === text.length ? end : beforeSpace(text, end) };
}

function afterSpace(text: string, at: number): number {
  const space = text.slice(at, at + 20).search(/\s/);
  return space === -1 ? wholeSign(text, at) : at + space + 1;
}

function beforeSpace(text: string, at: number): number {
  const space = text.slice(at - 20, at).search(/\s\S*$/);
  return space === -1 ? wholeSign(text, at) : at - 20 + space;
}

/** Not between the two halves of one sign. */
const wholeSign = (text: string, at: number) => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at);

function joined(parts: readonly Marked[]): Marked[] {
  const whole: Marked[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last?.mark === part.mark) whole[whole.length - 1] = { text: last.text + part.text, mark: part.mark };
    else whole.push(part);
  }
  return whole;
}
