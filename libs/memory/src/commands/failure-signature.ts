import { tellingLine } from './telling-line.ts';

/** Of how errors are told apart. Another way of doing so gets another number, and signatures of their own. */
const version = 'v1';
const lengthMax = 200;
/** Of which too little is left say nothing: every program fails with `Error:`. */
const lettersMin = 8;

/**
 * What two failures of the same cause have in common, as text that people can read: `v1:` and the first line that says
 * what is wrong, without paths, places, numbers, hashes, quotations and dates. Undefined where no line says it.
 */
export function failureSignature(text: string): string | undefined {
  const line = tellingLine(text);
  if (line === undefined) return undefined;
  const shape = shapeOf(line);
  return shape.replaceAll(/<[a-z]+>|[^\p{L}]/gu, '').length < lettersMin
    ? undefined
    : `${version}:${shape.slice(0, lengthMax).trim().toWellFormed()}`;
}

function shapeOf(line: string): string {
  return line
    .replaceAll(/\b\d{4}[-/]\d\d[-/]\d\d[T ]?[\d:.,Z+-]*/g, '<time>')
    .replaceAll(/https?:\/\/\S+/g, '<url>')
    .replaceAll(/"[^"]*"|`[^`]*`|(?<![A-Za-z])'[^']*'|[“‘][^”’]*[”’]/g, '<text>')
    .replaceAll(
      /(?<![\w<])(?:[A-Za-z]:)?[~.\w@+-]*(?:[\\/][\w.@+~-]+)+\/?(?:[:(]\d+(?:[:,]\d+)*\)?)?|\b[\w-]+\.(?:[cm]?[jt]sx?|go|py|rs|rb|java|kt|c|h|cpp|cs|php|swift|json|ya?ml|toml|md|sh|css|html|sql|lock|txt)\b(?:[:(]\d+(?:[:,]\d+)*\)?)?/g,
      '<path>',
    )
    .replaceAll(/\b(?:0x)?[0-9a-f]{7,}\b/gi, '<hex>')
    .replaceAll(/\(\d+(?:\.\d+)?\s*m?s\)/g, '')
    .replaceAll(/(?<![A-Za-z\d])\d+(?:\.\d+)*/g, '<n>')
    .replaceAll(/[━─═]{3,}.*$/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
