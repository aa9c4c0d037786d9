/** Lets at most so many pieces of work run at once, and so many bytes; the rest wait their turn in order. */
export class Window {
  readonly #countMax: number;
  readonly #bytesMax: number;
  readonly #queue: { readonly bytes: number; readonly start: () => void }[] = [];
  #count = 0;
  #bytes = 0;

  constructor(countMax: number, bytesMax: number) {
    this.#countMax = countMax;
    this.#bytesMax = bytesMax;
  }

  /** Work larger than the window runs alone. Rejects with the signal's reason when it aborts before the turn comes. */
  async run<Result>(bytes: number, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.#turn(bytes, signal);
    try {
      return await work();
    } finally {
      this.#count--;
      this.#bytes -= bytes;
      this.#startNext();
    }
  }

  #turn(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const entry = {
        bytes,
        start: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        this.#queue.splice(this.#queue.indexOf(entry), 1);
        reject(signal.reason);
        this.#startNext();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(entry);
      this.#startNext();
    });
  }

  #startNext(): void {
    for (let next = this.#queue[0]; next && this.#fits(next.bytes); next = this.#queue[0]) {
      this.#queue.shift();
      this.#count++;
      this.#bytes += next.bytes;
      next.start();
    }
  }

  #fits(bytes: number): boolean {
    return this.#count === 0 || (this.#count < this.#countMax && this.#bytes + bytes <= this.#bytesMax);
  }
}
