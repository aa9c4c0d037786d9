import { isSeam, joinFrom } from './joined-text.ts';
import type { FoundRange } from './rules/finding-range.ts';

/** A secret whose value we know, searched for literally. */
export interface KnownValue {
  kind: string;
  /** As it may be written: plain, escaped or encoded. */
  written: string;
  /** The secret itself. */
  secret: string;
}

const SPELLED_MIN = 8;

/** A secret as it may be written: as it is, escaped in JSON, encoded for a URL, in base64 at any alignment. */
export const spellings = (secret: string): string[] => {
  const written = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const bytes = Buffer.from(secret);
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor((shifted.length * 8) / 6);
    written.add(shifted.toString('base64').slice(from, to));
    written.add(shifted.toString('base64url').slice(from, to));
  }
  return [...written].filter((spelling) => spelling.length >= SPELLED_MIN);
};

const FIRM_PREFIX = 4;

/** Where `known` stands at `start`, also broken over lines after its first characters. */
export const matchKnown = (text: string, start: number, known: KnownValue): FoundRange | undefined => {
  const { kind, written, secret } = known;
  if (text.startsWith(written, start)) return { kind, start, end: start + written.length, secret, doubt: 1 };
  let same = 0;
  while (same < written.length && text.charCodeAt(start + same) === written.charCodeAt(same)) same++;
  if (same < FIRM_PREFIX || !isSeam(text, start + same)) return undefined;
  const joined = joinFrom(text, start, written.length * 4 + 64);
  if (!joined.text.startsWith(written)) return undefined;
  return { kind, start, end: joined.originalEnd(written.length), secret, doubt: 1 };
};

/**
 * The secrets found so far, so that their bare occurrences are found too. In memory only; at most `countMax`, the
 * ones longest not seen go first.
 */
export class FoundValues {
  readonly #countMax: number;
  readonly #values = new Map<string, KnownValue>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** The new value, or undefined when it was known; and whichever value had to go. */
  remember(kind: string, secret: string): { added?: KnownValue; forgotten?: KnownValue } {
    const known = this.#values.get(secret);
    if (known !== undefined) {
      this.#values.delete(secret);
      this.#values.set(secret, known);
      return {};
    }
    const added = { kind, written: secret, secret };
    this.#values.set(secret, added);
    if (this.#values.size <= this.#countMax) return { added };
    const [oldest] = this.#values.values();
    if (oldest === undefined) return { added };
    this.#values.delete(oldest.secret);
    return { added, forgotten: oldest };
  }
}
