import type { Cancel } from '../bus.ts';

/** Why an attempt is ended before its harness ends by itself. */
export type StopReason =
  | ({ readonly why: 'cancelled' } & Cancel)
  /** Somebody else may have the item: nothing is reported. */
  | { readonly why: 'lost'; readonly detail: string }
  /** A cap was reached, or this runner ends. */
  | { readonly why: 'failed'; readonly error: string };

/** The first reason to stop. A lost lease outweighs the others. */
export class Stop {
  readonly #aborting = new AbortController();
  #reason: StopReason | undefined;

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  now(reason: StopReason): void {
    if (this.#reason === undefined || reason.why === 'lost') this.#reason = reason;
    this.#aborting.abort();
  }

  /** Resolves when there is a reason. */
  get asked(): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}
