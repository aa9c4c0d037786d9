import type { PlaceRule } from './finding-range.ts';

const BEGIN = /-----BEGIN[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const END = /-----END[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const KEY_LENGTH_MAX = 32_768;

const SPACE = String.raw`(?:\s|\\+[nrt]|\\(?=\r?\n))`;
const BETWEEN = String.raw`(?:${SPACE}|["'\`,+]|(?<=\n[ \t]*)(?:\d{1,6}(?:\t|\\+t|→|[ \t]?[|│:])|[>|#*-])){1,64}`;
const HEADER = String.raw`(?:Proc-Type|DEK-Info|Version|Comment|Hash): [^\n\\"]{0,120}`;
const LINE = String.raw`(?:[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{2,15}={1,2}|(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{4,15})`;
const BODY = new RegExp(
  String.raw`(?:${BETWEEN}(?:${HEADER}|${LINE}(?![^\s"'\`,\\+=]))|(?<=-----)[A-Za-z0-9+/=]{16,})*`,
  'y',
);
const SOLID = /[A-Za-z0-9+/]{16,}/g;

/** Enough key material to be more than a mention of the header. */
const isKeyBody = (body: string): boolean => {
  let length = 0;
  for (const run of body.matchAll(SOLID)) length += run[0].length;
  return length >= 32 && /\d/.test(body);
};

const secretOf = (block: string): string => block.replace(/\\+[nrt]|[^A-Za-z0-9/=]/g, '');

/** A whole PEM block, however its lines are broken, numbered or escaped; without its end, as far as it looks like one. */
export const privateKey: PlaceRule = (text, start, found) => {
  BEGIN.lastIndex = start;
  const header = BEGIN.exec(text)?.[0];
  if (header === undefined) return;
  const bodyStart = start + header.length;
  const rest = text.slice(bodyStart, bodyStart + KEY_LENGTH_MAX);
  const end = END.exec(rest);
  if (end !== null) {
    const body = rest.slice(0, end.index);
    if (isKeyBody(body) && !body.includes('«')) {
      const blockEnd = bodyStart + end.index + end[0].length;
      found.push({ kind: 'private-key', start, end: blockEnd, secret: secretOf(body), doubt: 0 });
      return;
    }
  }
  BODY.lastIndex = bodyStart;
  const body = BODY.exec(text)?.[0] ?? '';
  if (!isKeyBody(body)) return;
  found.push({ kind: 'private-key', start, end: bodyStart + body.length, secret: secretOf(body), doubt: 0 });
};

const END_HERE = /-----END[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const LINES_BEFORE = new RegExp(`(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{16,76}={0,2}${BETWEEN})+$`);

/** The tail of a key whose beginning was cut off: the lines before its end. */
export const privateKeyTail: PlaceRule = (text, start, found) => {
  END_HERE.lastIndex = start;
  const footer = END_HERE.exec(text)?.[0];
  if (footer === undefined || found.some((range) => range.kind === 'private-key' && range.end >= start)) return;
  const from = Math.max(0, start - 8192);
  const lines = LINES_BEFORE.exec(text.slice(from, start));
  if (lines === null || !isKeyBody(lines[0])) return;
  const at = from + lines.index;
  found.push({ kind: 'private-key', start: at, end: start + footer.length, secret: secretOf(lines[0]), doubt: 0 });
};
