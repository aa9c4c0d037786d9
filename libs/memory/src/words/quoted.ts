import { oneLine } from '../memory.ts';
import { visible } from './visible.ts';

/** What looks like each mark and means nothing. `code` and `quotable` leave the quotation marks: there they matter. */
const alike: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': '’', '"': '”', '\\': '∖' };
const replaced = (mark: string) => alike[mark]!;

/**
 * What somebody or something wrote, as it may stand between quotation marks in a statement: on one line, cut, visible, and
 * without what could end the quotation, the block around it or be read as markup.
 */
export function quoted(text: string, lengthMax: number): string {
  return oneLine(visible(text).replaceAll(/[<>`"\\]/g, replaced), lengthMax);
}

/**
 * A command line, or what a program printed, as it may stand in a statement: between back quotes, on one line, cut, and
 * without what could end the quotation, the block around it or be read as markup.
 */
export function code(text: string, lengthMax = 100): string {
  const harmless = visible(text).replaceAll(/[<>]/g, replaced).replaceAll('`', "'");
  return `\`${oneLine(harmless, lengthMax)}\``;
}

/**
 * A text as it may stand in a block: on one line, with nothing invisible, nothing that could end the block, and nothing
 * that could once a harness has written its `<` and `>` as entities or read them back.
 */
export function quotable(text: string): string {
  return visible(text)
    .replaceAll(/[<>]/g, replaced)
    .replaceAll(/&(?=#|lt|gt|amp|quot|apos)/gi, '＆')
    .trim();
}
