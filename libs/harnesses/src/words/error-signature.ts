// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character.
const colours = /\u001b\[[0-9;]*[A-Za-z]/g;

/**
 * An error with its variable parts taken out, so that equal faults count as one: quoted text becomes `'…'`, paths
 * `<path>`, hexadecimal `<hex>`, numbers `N`. The first three lines that say anything, at most 300 characters.
 */
export function errorSignature(error: string): string {
  const lines = error
    .slice(0, 20_000)
    .replaceAll(colours, '')
    .replaceAll(/<\/?tool_use_error>/g, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(0, 3).map(normalise).join(' | ').slice(0, 300);
}

function normalise(line: string): string {
  return line
    .slice(0, 1_000)
    .replaceAll(/"[^"]*"|`[^`]*`|(?<![A-Za-z])'[^']*'/g, "'…'")
    .replaceAll(/(?:[a-z]+:\/\/|~?\/|\.{1,2}\/|[A-Za-z]:\\)[^\s:,;)'"]+/g, '<path>')
    .replaceAll(/(?:[\w.-]+\/)+[\w.-]+/g, '<path>')
    .replaceAll(/\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b/g, '<hex>')
    .replaceAll(/\d+(?:\.\d+)*/g, 'N')
    .replaceAll(/\s+/g, ' ');
}
