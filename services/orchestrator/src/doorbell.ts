/** Lets a loop sleep until somebody rings, or a time has passed. Rings while nobody sleeps are not lost. */
export class Doorbell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(atMostMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      const woken = Promise.withResolvers<void>();
      this.#wake = woken.resolve;
      const timer = setTimeout(woken.resolve, atMostMs);
      const stop = () => woken.resolve();
      signal.addEventListener('abort', stop, { once: true });
      await woken.promise;
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
