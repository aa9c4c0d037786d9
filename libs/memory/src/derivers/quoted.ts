import { oneLine, statementLengthMax } from '../memory.ts';

const harmless: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': '’', '"': '”', '\\': '∖' };

/**
 * What somebody or something wrote, as it may stand between quotation marks in a statement: on one line, cut, and
 * without what could end the quotation, the block around it or be read as markup. Control characters, also those that
 * change the direction of text or show nothing, are left out.
 */
export function quoted(text: string, lengthMax: number): string {
  const visible = text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '');
  return oneLine(
    visible.replaceAll(/[<>`"\\]/g, (character) => harmless[character]!),
    lengthMax,
  );
}

/** The day of a time in UTC, as statements give it. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** A number with its noun: `1 session`, `3 sessions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A statement with as many of the parts, in their order, as it has room for; at least the first, which is cut if need be. */
export function listing(before: string, parts: readonly string[], after: string): string {
  const room = statementLengthMax - before.length - after.length;
  let list = oneLine(parts[0] ?? '', room);
  for (const part of parts.slice(1)) {
    if (list.length + part.length + 2 > room) break;
    list += `, ${part}`;
  }
  return `${before}${list}${after}`;
}
