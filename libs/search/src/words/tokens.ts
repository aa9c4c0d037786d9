/**
 * A piece of a text that can be searched by. A `word` is in small letters, without accents, and is stemmed before it is
 * compared; an `exact` stands for a whole identifier, path or address, and for the beginning of a hash.
 */
export interface Token {
  readonly kind: 'word' | 'exact';
  readonly text: string;
  /** Where in the text it stands. */
  readonly start: number;
  readonly end: number;
  /** Says again what another token says: it is found by, but makes the text no longer. */
  readonly again: boolean;
}

const wordLengthMax = 64;
const exactLengthMax = 160;
const chunk = /[\p{L}\p{N}_$@#][\p{L}\p{M}\p{N}_$@#.\-/:+~=]*/gu;
const part = /[\p{L}\p{M}\p{N}]+/gu;
const withoutSpaces = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+$/u;
const scriptRuns =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+/gu;
const ascii = /^[\x20-\x7e]*$/;
const simple = /^[A-Za-z0-9]+$/;
const hump = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u;
const camel = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu;

/**
 * The tokens of a text. An identifier is told whole and in its parts: `src/cart_total.ts` gives itself, `cart_total.ts`,
 * src, cart, total, ts; `parseConfig` gives parseconfig, parse, config. Scripts without spaces are told in pairs of signs.
 */
export function* tokensOf(text: string): Iterable<Token> {
  for (const match of text.matchAll(chunk)) yield* ofChunk(match[0], match.index);
}

function* ofChunk(whole: string, start: number): Iterable<Token> {
  const trimmed = withoutTail(whole);
  const end = start + trimmed.length;
  if (simple.test(trimmed)) return yield* ofRun(trimmed, start);
  const parts = [...trimmed.matchAll(part)];
  if (parts.length > 1 && trimmed.length <= exactLengthMax) {
    yield { kind: 'exact', text: trimmed.toLowerCase(), start, end, again: true };
    const slash = trimmed.lastIndexOf('/');
    const name = trimmed.slice(slash + 1);
    if (slash !== -1 && /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(name)) {
      yield { kind: 'exact', text: name.toLowerCase(), start: start + slash + 1, end, again: true };
    }
  }
  for (const { 0: run, index } of parts) yield* ofRun(run, start + index);
}

/** Without the punctuation of a sentence and the line and column that follow a path. */
function withoutTail(whole: string): string {
  const trimmed = trimEnd(whole);
  return /:\d+$/.test(trimmed) ? trimEnd(trimmed.replace(/(:\d+){1,2}$/, '')) : trimmed;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 1 && '.-/:+~=#@$'.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

function* ofRun(run: string, start: number): Iterable<Token> {
  const end = start + run.length;
  if (run.length >= 7 && /^(?=.*\d)[0-9a-f]{7,64}$/.test(run)) {
    yield { kind: 'exact', text: `#${run.slice(0, 7)}`, start, end, again: true };
  }
  if (ascii.test(run)) {
    yield { kind: 'word', text: run.toLowerCase().slice(0, wordLengthMax), start, end, again: false };
  } else {
    for (const { 0: same, index } of run.matchAll(scriptRuns)) {
      const from = start + index;
      const word = plain(same);
      if (withoutSpaces.test(same)) yield* pairs(same, from);
      // Of marks that stand by themselves nothing is left.
      else if (word !== '') yield { kind: 'word', text: word, start: from, end: from + same.length, again: false };
    }
  }
  const humps = hump.test(run) ? [...run.matchAll(camel)] : [];
  if (humps.length < 2) return;
  for (const { 0: one, index } of humps) {
    yield { kind: 'word', text: plain(one), start: start + index, end: start + index + one.length, again: true };
  }
}

function* pairs(run: string, start: number): Iterable<Token> {
  const signs = [...run];
  let at = start;
  for (const [index, sign] of signs.entries()) {
    const next = signs[index + 1] ?? '';
    if (next !== '' || signs.length === 1) {
      yield { kind: 'word', text: sign + next, start: at, end: at + sign.length + next.length, again: false };
    }
    at += sign.length;
  }
}

/** A word as it is compared: without accents, in small letters, cut. */
export function plain(word: string, lengthMax = wordLengthMax): string {
  const bare = ascii.test(word) ? word : word.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return bare.toLowerCase().slice(0, lengthMax);
}

/** The beginning of a text, up to so many words, and where asked so many of its end with an ellipsis between. */
export function cutToWords(text: string, first: number, last = 0): string {
  const ends: { start: number; end: number }[] = [];
  for (const match of text.matchAll(/[^\s]+/g)) ends.push({ start: match.index, end: match.index + match[0].length });
  if (ends.length <= first + last) return text.trim();
  const head = text.slice(0, ends[first - 1]!.end).trim();
  return last === 0 ? `${head} …` : `${head} … ${text.slice(ends[ends.length - last]!.start).trim()}`;
}
