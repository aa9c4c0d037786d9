import { isSeam, joinFrom } from '../joined-text.ts';
import { isRandom, looksSecret, type Position } from '../looks-secret.ts';
import { secretName } from '../secret-names.ts';
import type { FoundRange, PlaceRule } from './finding-range.ts';

/** What every secret-like name contains: one of these is where a scanner finds an assignment. */
export const nameLiterals: readonly string[] = [
  'pass',
  'pwd',
  'secret',
  'credential',
  'token',
  'key',
  'auth',
  'bearer',
  'connection',
  'cookie',
  'dsn',
];

const NAME_CHARACTER = /[\w.-]/;
const NAME_BEFORE_MAX = 64;
const NAME_REST = /[\w-]{0,64}/y;
const SEPARATOR = /(?:\\*["'`])?[\]?!]{0,2}[ \t]{0,8}(?::=|===?|=>|=|:|>)[ \t]{0,8}/y;
const FLAG_SEPARATOR = /[ \t]{1,4}/y;
const SPOKEN_SEPARATOR = /(?:\\*["'`*])?[ \t]{1,4}(?:(?:is|was|will be|to)(?:[ \t]|:[ \t]?))?/iy;
const TYPE_THEN_VALUE = /(?:string|str|String|any|SecretStr)[ \t]{0,4}=[ \t]{0,4}/y;
const QUOTED = /(?:[rbfu]{0,2})(\\*["'`])([^\r\n«»]{0,4096}?)(?=\1)/y;
const BARE = /(?:[^\s"'`\\,;<>(){}[\]«»|&]|\\(?![nrt"'\\u\s]))+/y;
const BARE_LINE = /(?:[^\s"'`\\«»]|\\(?![nrt"'\\u\s]))+/y;
const SCHEME = /^(?:bearer|basic|token|digest|apikey|negotiate)\s+/i;
const JOINED_MAX = 4096;

/** `NAME=value`, `name: "value"`, `--name value`, `<name>value`, `name value`, `the name is value`, seen from a part of the name. */
export const assignment: PlaceRule = (text, start, found) => {
  const nameStart = startOfName(text, start);
  NAME_REST.lastIndex = start;
  const nameEnd = start + (NAME_REST.exec(text)?.[0].length ?? 0);
  const name = text.slice(nameStart, nameEnd).replace(/^[-.]+|[-.]+$/g, '');
  const kind = secretName(name);
  if (kind === undefined) return;

  const separated = stickyEnd(SEPARATOR, text, nameEnd);
  if (separated !== undefined) {
    const place = text[separated - 1] === '>' && text[separated - 2] !== '=' ? 'literal' : 'loose';
    const typed = stickyEnd(TYPE_THEN_VALUE, text, separated) ?? separated;
    const upper = /^[A-Z][A-Z0-9_.]*$/.test(name);
    const named = upper && text[nameEnd] === '=' ? 'environment' : upper ? 'literal' : place;
    pushValue(text, typed, { name: kind, place: named }, found);
    return;
  }
  if (text.startsWith('--', nameStart)) {
    const after = stickyEnd(FLAG_SEPARATOR, text, nameEnd);
    if (after !== undefined) pushValue(text, after, { name: kind, place: 'literal' }, found);
    return;
  }
  if (/^pass$/i.test(name)) return;
  const after = stickyEnd(SPOKEN_SEPARATOR, text, nameEnd);
  if (after !== undefined) pushValue(text, after, { name: kind, place: 'loose' }, found);
};

const startOfName = (text: string, start: number): number => {
  let at = start;
  while (at > 0 && start - at < NAME_BEFORE_MAX && NAME_CHARACTER.test(text[at - 1] as string)) at--;
  if (at > 0 && text[at - 1] === '\\' && /[nrt]/.test(text[at] as string)) return at + 1;
  if (at !== start) return at;
  // "my api key": the word before belongs to the name.
  const before = text.slice(Math.max(0, at - 12), at);
  const spaced = /(?:api|access|private|secret|signing|encryption|master|account|auth|deploy) $/i.exec(before);
  return spaced === null ? at : at - spaced[0].length;
};

const stickyEnd = (expression: RegExp, text: string, at: number): number | undefined => {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
};

const pushValue = (text: string, at: number, position: Position, found: FoundRange[]): void => {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  const stretch =
    quoted === null
      ? bareStretch(text, at, position)
      : literalStretch(text, at + quoted[0].length - (quoted[2] as string).length, quoted);
  if (stretch === undefined) return;
  const place = quoted !== null && position.place === 'loose' ? 'literal' : position.place;
  const scheme = SCHEME.exec(stretch.value)?.[0].length ?? 0;
  const value = stretch.value.slice(scheme);
  if (!looksSecret(value, { ...position, place })) return;
  found.push({ kind: position.name, start: stretch.start + scheme, end: stretch.end, secret: value, doubt: 2 });
};

interface Stretch {
  start: number;
  end: number;
  value: string;
}

const literalStretch = (text: string, start: number, quoted: RegExpExecArray): Stretch => {
  const value = quoted[2] as string;
  const end = start + value.length;
  if (!isSeam(text, end)) return { start, end, value };
  const joined = joinFrom(text, start, JOINED_MAX);
  if (joined.seams[0]?.firm !== true) return { start, end, value };
  const whole = /^[^\s"'`\\«»]+/.exec(joined.text)?.[0] ?? '';
  return whole.length > value.length
    ? { start, end: joined.originalEnd(whole.length), value: whole }
    : { start, end, value };
};

const CALLED = /[([{.]/;

const bareStretch = (text: string, at: number, position: Position): Stretch | undefined => {
  const scheme = position.name === 'token' ? (SCHEME.exec(text.slice(at, at + 16))?.[0].length ?? 0) : 0;
  const start = at + scheme;
  const expression = position.place === 'environment' ? BARE_LINE : BARE;
  expression.lastIndex = start;
  const value = expression.exec(text)?.[0];
  if (value === undefined) return undefined;
  const end = start + value.length;
  if (CALLED.test(text[end] ?? '') || (position.place === 'environment' && text.startsWith('$(', start)))
    return undefined;
  const plain = { start, end, value: value.replace(/[.,;:?]+$/, '') };
  if (position.name === 'password') {
    BARE_LINE.lastIndex = start;
    plain.value = (BARE_LINE.exec(text)?.[0] ?? value).replace(/[.,;:?)\]}]+$/, '');
  }
  plain.end = start + plain.value.length;
  if (plain.end !== end || !isSeam(text, end)) return plain;
  const joined = joinFrom(text, start, JOINED_MAX);
  const seam = joined.seams[0];
  const rest = /^[^\s"'`\\,;:<>(){}[\]«»|&]+/.exec(joined.text.slice(value.length))?.[0] ?? '';
  const after = joined.text[value.length + rest.length] ?? '';
  const second = joined.seams[1]?.at ?? joined.text.length;
  const wholeLine = second === value.length + rest.length || /[\s"'`]/.test(after);
  if (
    rest === '' ||
    (seam?.firm !== true && !(isRandom(value) && isRandom(rest) && /\d/.test(rest) && wholeLine && !rest.includes('=')))
  ) {
    return plain;
  }
  return { start, end: joined.originalEnd(value.length + rest.length), value: value + rest };
};
