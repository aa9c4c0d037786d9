import { PRIVATE_MARK } from './mark.ts';

const TAG = /<(\/?)private(?:\s[^<>]{0,256})?>/gi;

const OPENING = /<private(?:\s[^<>]{0,256})?>/i;

export const hasPrivate = (text: string): boolean => text.includes('<') && OPENING.test(text);

/** Where every `<private>…</private>` stands, nested ones with the outermost; one that is never closed reaches to the end. */
export const privateParts = (text: string): { start: number; end: number }[] => {
  const parts: { start: number; end: number }[] = [];
  let depth = 0;
  let start = 0;
  for (const tag of text.matchAll(TAG)) {
    if (tag[1] === '') {
      if (depth === 0) start = tag.index;
      depth++;
    } else if (depth > 0) {
      depth--;
      if (depth === 0) parts.push({ start, end: tag.index + tag[0].length });
    }
  }
  if (depth > 0) parts.push({ start, end: text.length });
  return parts;
};

/** Removes every private part. */
export const withoutPrivate = (text: string): string => {
  let result = '';
  let from = 0;
  for (const { start, end } of privateParts(text)) {
    result += text.slice(from, start) + PRIVATE_MARK;
    from = end;
  }
  return result + text.slice(from);
};
