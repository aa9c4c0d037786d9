/** Lets holders of items wait until something happens to what they hold. */
export class HeldItems {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Something happened to the item; an empty name says that something may have been missed. */
  ring(item: string): void {
    const bells = item === '' ? [...this.#waiting.values()] : [this.#waiting.get(item) ?? []];
    for (const some of bells) for (const ring of some) ring();
  }

  /** Hears of the item from now on, until it is disposed of. */
  listen(item: string): Listening {
    const rung = Promise.withResolvers<void>();
    const all = this.#waiting.get(item) ?? new Set();
    all.add(rung.resolve);
    this.#waiting.set(item, all);
    return {
      async wait(atMostMs, signal) {
        const timer = setTimeout(rung.resolve, atMostMs);
        signal.addEventListener('abort', rung.resolve as () => void, { once: true });
        if (!signal.aborted) await rung.promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', rung.resolve as () => void);
      },
      [Symbol.dispose]: () => {
        all.delete(rung.resolve);
        if (all.size === 0) this.#waiting.delete(item);
      },
    };
  }
}

export interface Listening extends Disposable {
  /** Resolves when something happened since listening began, when the time is over, or when the signal aborts. */
  wait(atMostMs: number, signal: AbortSignal): Promise<void>;
}
