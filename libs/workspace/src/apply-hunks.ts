import type { Hunk } from '@hookline/schemas';

/**
 * The text after a patch. Every line that the patch names must stand exactly where it says; undefined where one does
 * not, or where the patch says nothing that can be checked (hunks without places, cut lines). A last line without a
 * line end must be marked as such (`\ No newline at end of file`), and only there.
 */
export function applyHunks(text: string, hunks: readonly Hunk[]): string | undefined {
  const old = piecesOf(text);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const lines = hunk.lines.filter((line): line is string => typeof line === 'string');
    if (lines.length !== hunk.lines.length) return undefined;
    const start = startOf(hunk, old.length);
    if (start === undefined || start < at) return undefined;
    result.push(...old.slice(at, start));
    if (!isAtItsPlace(hunk, result.length)) return undefined;
    const done = applyHunk(old, start, lines);
    if (done === undefined || done.taken !== hunk.oldLines || done.given.length !== hunk.newLines) return undefined;
    result.push(...done.given);
    at = start + done.taken;
  }
  result.push(...old.slice(at));
  // Only the last piece may be without a line end.
  return result.slice(0, -1).every((piece) => piece.endsWith('\n')) ? result.join('') : undefined;
}

function applyHunk(
  old: readonly string[],
  start: number,
  lines: readonly string[],
): { taken: number; given: string[] } | undefined {
  let taken = 0;
  const given: string[] = [];
  for (const [index, line] of lines.entries()) {
    const sign = line[0] ?? ' ';
    if (sign === '\\') continue;
    const piece = lines[index + 1]?.startsWith('\\') ? line.slice(1) : `${line.slice(1)}\n`;
    if (sign === ' ' || sign === '-') {
      if (old[start + taken] !== piece) return undefined;
      taken += 1;
    }
    if (sign === ' ' || sign === '+') given.push(piece);
    if (sign !== ' ' && sign !== '-' && sign !== '+') return undefined;
  }
  return { taken, given };
}

/** Index of the first line that a hunk is about. A hunk without old lines stands behind the line it names. */
function startOf({ oldStart, oldLines }: Hunk, length: number): number | undefined {
  if (oldLines > 0) return oldStart >= 1 ? oldStart - 1 : undefined;
  // Of an empty file, some say that the hunk begins in line 0, others in line 1.
  if (length === 0) return oldStart === 0 || oldStart === 1 ? 0 : undefined;
  return oldStart <= length ? oldStart : undefined;
}

function isAtItsPlace({ newStart, newLines }: Hunk, before: number): boolean {
  return newLines === 0 || newStart === before + 1 || (before === 0 && newStart === 0);
}

/** Lines with their line ends; the last may have none. */
function piecesOf(text: string): string[] {
  if (text === '') return [];
  const pieces = text.split('\n').map((line) => `${line}\n`);
  const last = pieces.pop()!.slice(0, -1);
  return last === '' ? pieces : [...pieces, last];
}
