import { isRandom } from '../looks-secret.ts';
import { matchBroken } from './broken-lines.ts';
import type { PlaceRule } from './finding-range.ts';
import type { TokenShape } from './token-shapes.ts';

const LETTER_OR_DIGIT = /[A-Za-z0-9]/;

/** Not inside a word. The letter of an escape (`\n`, `\t` in JSON inside a string) does not make one. */
const isWordStart = (text: string, start: number): boolean =>
  start === 0 ||
  !LETTER_OR_DIGIT.test(text[start - 1] as string) ||
  (start > 1 && text[start - 2] === '\\' && /[nrt]/.test(text[start - 1] as string));

export const tokenRule = ({ kind, shape, atWordStart, random }: TokenShape): PlaceRule => {
  return (text, start, found) => {
    if (atWordStart && !isWordStart(text, start)) return;
    const match = matchBroken(text, start, shape);
    if (match === undefined) return;
    if (random && !isRandom(match.value.slice(match.value.search(/[-_.]/) + 1))) return;
    found.push({ kind, start, end: match.end, secret: match.value, doubt: 0 });
    if (kind === 'aws-access-key') findSecretBeside(text, match.end, found);
  };
};

const AWS_SECRET = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const BESIDE_MAX = 240;

/** An AWS secret key has no prefix, but mostly stands soon after its key id (CSV, credentials file, command line). */
const findSecretBeside: PlaceRule = (text, start, found) => {
  for (const match of text.slice(start, start + BESIDE_MAX).matchAll(AWS_SECRET)) {
    const secret = match[0];
    if (!/\d/.test(secret) || !/[a-z]/.test(secret) || !/[A-Z]/.test(secret) || !isRandom(secret)) continue;
    const at = start + match.index;
    found.push({ kind: 'aws-secret-key', start: at, end: at + secret.length, secret, doubt: 0 });
  }
};
