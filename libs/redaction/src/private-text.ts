import { PRIVATE_MARK } from './mark.ts';

const TAG = /<(\/?)private(?:\s[^<>]{0,256})?>/gi;

const OPENING = /<private(?:\s[^<>]{0,256})?>/i;

export const hasPrivate = (text: string): boolean => text.includes('<') && OPENING.test(text);

/** Removes every `<private>…</private>`, nested ones with the outermost; one that is never closed reaches to the end. */
export const withoutPrivate = (text: string): string => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const tag of text.matchAll(TAG)) {
    if (tag[1] === '') {
      if (depth === 0) parts.push(text.slice(from, tag.index), PRIVATE_MARK);
      depth++;
    } else if (depth > 0) {
      depth--;
      if (depth === 0) from = tag.index + tag[0].length;
    }
  }
  if (depth === 0) parts.push(text.slice(from));
  return parts.join('');
};
