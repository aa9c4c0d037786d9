/**
 * Text of others for a file that agents read: outside of code spans nothing in it links, shows a picture from somewhere,
 * or draws another file in, as `@path` does in files of instructions.
 */
export function inert(markdown: string): string {
  return markdown
    .split('`')
    .map((part, at, parts) => (at % 2 === 1 && at < parts.length - 1 ? part : harmless(part)))
    .join('`');
}

function harmless(text: string): string {
  return text.replaceAll(/(?<![\p{L}\p{N}._-])@(?=[\p{L}\p{N}~./_-])/gu, '＠').replaceAll(/\](?=[([])/g, '] ');
}
