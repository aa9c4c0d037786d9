import { createHash } from 'node:crypto';

/** The name of a content: `sha256:` and 64 hexadecimal digits of its bytes in UTF-8. */
export function contentHash(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Marks that redaction leaves: `«secret:kind:hash»`, `«private»`. A text that holds one is not the file's text. */
export function holdsMark(text: string): boolean {
  return /«(?:secret:|private»)/.test(text);
}

/** Whether a text may be the whole truth about bytes: no stand-ins for bytes that are no UTF-8, no mark of byte order. */
export function isPlainText(text: string): boolean {
  return !text.includes('\uFFFD') && !text.startsWith('\uFEFF') && text.isWellFormed();
}

/** Lines as people count them: what follows the last line end counts when it is not empty. */
export function linesIn(text: string): number {
  if (text === '') return 0;
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
