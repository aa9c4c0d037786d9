import { oneLine } from '../memory.ts';

const harmless: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': "'" };

/**
 * A command line, or what a program printed, as it may stand in a statement: between back quotes, on one line, cut, and
 * without what could end the quotation, the block around it or be read as markup. Quotation marks stay: they matter.
 */
export function code(text: string, lengthMax = 100): string {
  return `\`${oneLine(
    visible(text).replaceAll(/[<>`]/g, (character) => harmless[character]!),
    lengthMax,
  )}\``;
}

/** The text on one line without what cannot be seen, or changes the direction of what can. */
export function visible(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '');
}

export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)}%`;
}

export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}
