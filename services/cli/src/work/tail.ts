/** Keeps the end of a stream of bytes, within a bound. */
export class Tail {
  readonly #bytesMax: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #cut = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#bytesMax * 2) return;
    this.#keep();
  }

  /** Whether the beginning was left out. */
  get cut(): boolean {
    return this.#cut || this.#bytes > this.#bytesMax;
  }

  get text(): string {
    this.#keep();
    return Buffer.concat(this.#chunks).toString();
  }

  #keep(): void {
    if (this.#bytes <= this.#bytesMax) return;
    this.#chunks = [Buffer.concat(this.#chunks).subarray(-this.#bytesMax)];
    this.#bytes = this.#bytesMax;
    this.#cut = true;
  }
}
