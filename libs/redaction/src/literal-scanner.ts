const CLASSES = new Uint8Array(128).fill(31);
for (let letter = 0; letter < 26; letter++) CLASSES[97 + letter] = CLASSES[65 + letter] = letter;
for (let digit = 48; digit < 58; digit++) CLASSES[digit] = 26;
for (const [index, group] of ['_-', ':.', '/\\', '~=?&<'].entries()) {
  for (const character of group) CLASSES[character.charCodeAt(0)] = 27 + index;
}

const classOf = (code: number): number => (code < 128 ? (CLASSES[code] as number) : 31);

/** Called with where the first three characters match; the caller checks the rest. */
export type Hit<Entry> = (entry: Entry, start: number) => void;

/**
 * Finds in one pass where any of many literals may begin. Compares only the first three characters, without case and
 * with all digits alike, so it reports too much rather than too little. Needs a few nanoseconds per character,
 * however many literals there are.
 */
export class LiteralScanner<Entry> {
  readonly #buckets = new Uint16Array(32768);
  readonly #entries: Entry[][] = [[]];

  /** `literal` has at least three characters; `entry` is handed back at every hit. */
  add(literal: string, entry: Entry): void {
    const bucket = bucketOf(literal);
    let index = this.#buckets[bucket] as number;
    if (index === 0) {
      index = this.#entries.push([]) - 1;
      this.#buckets[bucket] = index;
    }
    this.#entries[index]?.push(entry);
  }

  delete(literal: string, entry: Entry): void {
    const entries = this.#entries[this.#buckets[bucketOf(literal)] as number];
    const at = entries?.indexOf(entry) ?? -1;
    if (at >= 0) entries?.splice(at, 1);
  }

  /** Where the next possible literal begins, from `from` on, or -1. */
  next(text: string, from: number): number {
    const buckets = this.#buckets;
    const length = text.length;
    if (length - from < 3) return -1;
    let rolling = (classOf(text.charCodeAt(from)) << 5) | classOf(text.charCodeAt(from + 1));
    for (let index = from + 2; index < length; index++) {
      const code = text.charCodeAt(index);
      rolling = ((rolling << 5) | (code < 128 ? (CLASSES[code] as number) : 31)) & 0x7fff;
      if (buckets[rolling] !== 0) return index - 2;
    }
    return -1;
  }

  /** The entries whose literal may begin at `start`. */
  at(text: string, start: number): readonly Entry[] {
    return this.#entries[this.#buckets[bucketOf(text, start)] as number] ?? [];
  }

  scan(text: string, hit: Hit<Entry>): void {
    for (let start = this.next(text, 0); start >= 0; start = this.next(text, start + 1)) {
      for (const entry of this.at(text, start)) hit(entry, start);
    }
  }
}

const bucketOf = (text: string, start = 0): number =>
  (classOf(text.charCodeAt(start)) << 10) |
  (classOf(text.charCodeAt(start + 1)) << 5) |
  classOf(text.charCodeAt(start + 2));
