import { StringDecoder } from 'node:string_decoder';
import { type HeadlessHarness, type Heard, nothingHeard } from './harness.ts';

const lineMax = 4 * 1024 * 1024;
const tailMax = 16_000;

/** Hears what a harness prints, a JSON object to a line. Keeps the end of the text, and what was heard; nothing else. */
export class OutputReader {
  readonly #hear: HeadlessHarness['hear'];
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  /** Of a line that is too long nothing is kept until it ends. */
  #skipping = false;
  #heard = nothingHeard;
  #tail = '';
  #bytes = 0;

  constructor(hear: HeadlessHarness['hear']) {
    this.#hear = hear;
  }

  get heard(): Heard {
    return this.#heard;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last characters. */
  get tail(): string {
    return this.#tail;
  }

  /** Something was printed that is not for hearing. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const text = this.#decoder.write(chunk);
    this.#tail = (this.#tail + text).slice(-tailMax);
    const parts = text.split('\n');
    parts[0] = this.#rest + parts[0]!;
    this.#rest = parts.pop()!;
    for (const part of parts) {
      if (!this.#skipping) this.#line(part);
      this.#skipping = false;
    }
    if (this.#rest.length <= lineMax) return;
    this.#rest = '';
    this.#skipping = true;
  }

  end(): void {
    if (!this.#skipping) this.#line(this.#rest);
    this.#rest = '';
  }

  #line(text: string): void {
    if (!text.startsWith('{')) return;
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch {
      return;
    }
    this.#heard = this.#hear(this.#heard, line as Readonly<Record<string, unknown>>);
  }
}
