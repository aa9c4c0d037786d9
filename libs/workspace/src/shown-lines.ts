import type { DataOf } from '@hookline/schemas';

/** Harnesses cut lines that are longer than about this. */
const wholeLineMax = 1_900;

/**
 * Whether a read of some lines shows other lines than the text has there. False where nothing can be said: no line numbers,
 * lines that may have been cut. Line ends and a mark of byte order do not count: not every harness shows them.
 */
export function showsOtherLines(text: string, data: DataOf<'file.read'>, content: string | undefined): boolean {
  const { startLine, lines } = data;
  if (content === undefined || startLine === undefined || lines === undefined || lines === 0) return false;
  const own = linesOf(text);
  const part = own.slice(startLine - 1, startLine - 1 + lines);
  if (part.some((line) => line.length > wholeLineMax)) return false;
  return !startsAlike(part, linesOf(content)) || (data.totalLines !== undefined && startLine > own.length);
}

/** The same text but for line ends and a mark of byte order. */
export function looksAlike(a: string, b: string): boolean {
  return linesOf(a).join('\n') === linesOf(b).join('\n');
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/);
}

/** Equal, but that one may lack the empty line behind the last line end. */
function startsAlike(a: readonly string[], b: readonly string[]): boolean {
  const clean = (lines: readonly string[]) => (lines.at(-1) === '' ? lines.slice(0, -1) : lines).join('\n');
  return clean(a) === clean(b);
}
