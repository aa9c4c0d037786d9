import { pause } from '@hookline/db';

/** Lets a loop sleep until somebody wakes it, or a while has passed. Being woken while awake counts for the next sleep. */
export class Wake {
  #awake = new AbortController();

  wake(): void {
    this.#awake.abort();
  }

  async sleep(longestMs: number, signal: AbortSignal): Promise<void> {
    await pause(longestMs, AbortSignal.any([this.#awake.signal, signal]));
    this.#awake = new AbortController();
  }
}
