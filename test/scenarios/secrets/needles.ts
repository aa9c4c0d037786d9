import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Canary } from './canaries.ts';

interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Finds any of many byte strings, in one pass over whatever is looked through. */
export class Needles {
  readonly #byStart = new Map<number, Needle[]>();
  readonly #starts = new Uint8Array(2 ** 24);

  /** Looks for each canary as it is, and as base64, JSON, URL and hexadecimal text. */
  constructor(canaries: readonly Canary[]) {
    for (const { name, secrets } of canaries) {
      for (const secret of secrets) for (const form of formsOf(secret)) this.#add({ name, bytes: Buffer.from(form) });
    }
  }

  #add(needle: Needle): void {
    const start = needle.bytes.readUIntBE(0, 3);
    this.#starts[start] = 1;
    this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), needle]);
  }

  /** The names of the canaries found, each once. */
  in(haystack: Buffer | string): string[] {
    const bytes = typeof haystack === 'string' ? Buffer.from(haystack) : haystack;
    const found = new Set<string>();
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      start = ((start << 8) | bytes[at]!) & 0xffffff;
      if (at < 2 || this.#starts[start] === 0) continue;
      for (const { name, bytes: needle } of this.#byStart.get(start)!) {
        if (bytes.compare(needle, 0, needle.length, at - 2, Math.min(at - 2 + needle.length, bytes.length)) === 0) {
          found.add(name);
        }
      }
    }
    return [...found];
  }

  /** What is found in which file of a folder, file names included. */
  inFolder(folder: string): { found: string[]; files: number; bytes: number } {
    const found: string[] = [];
    let files = 0;
    let sum = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name);
      found.push(...this.in(name).map((canary) => `${canary}, in the name of ${relative(folder, path)}`));
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
      const bytes = readFileSync(path);
      files += 1;
      sum += bytes.length;
      found.push(...this.in(bytes).map((canary) => `${canary}, in ${relative(folder, path)}`));
    }
    return { found, files, bytes: sum };
  }
}

function formsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), hex, hex.toUpperCase()];
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last signs also hold bits of what stands beside.
    const sure = text.slice(before === 0 ? 0 : before + 1, -1);
    forms.push(sure, sure.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return new Set(forms);
}
