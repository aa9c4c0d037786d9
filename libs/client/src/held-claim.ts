import type { Claim } from './claim-shapes.ts';
import type { ClaimCalls } from './claims.ts';
import { HooklineError } from './hookline-error.ts';

const hourMs = 3_600_000;

/** Why the signal of a held claim aborted: it is not held any more, or nobody can say that it is. */
export class ClaimLostError extends Error {
  override name = 'ClaimLostError';
}

/**
 * A claim that is renewed for as long as it is in use: each third of the time it was taken for. It is lost when the bus
 * says so, and when no renewal came through before that time was over, counted from before the request.
 */
export class HeldClaim implements AsyncDisposable {
  readonly #calls: Pick<ClaimCalls, 'renew' | 'release'>;
  readonly #expiresInMs: number;
  readonly #lost = new AbortController();
  readonly #over = new AbortController();
  #claim: Claim;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #safeUntilMs: number;

  constructor(claim: Claim, calls: Pick<ClaimCalls, 'renew' | 'release'>, expiresInMs = hourMs) {
    this.#calls = calls;
    this.#expiresInMs = expiresInMs;
    this.#claim = claim;
    this.#safeUntilMs = performance.now() + expiresInMs;
    this.#next();
  }

  /** As the bus told it last. */
  get claim(): Claim {
    return this.#claim;
  }

  get fence(): number {
    return this.#claim.fence;
  }

  /** Aborts, with a `ClaimLostError`, when the claim is lost: what it guarded must not be gone on with. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Lets go. What was lost, or cannot be reached, expires by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    if (this.#lost.signal.aborted) return;
    try {
      this.#claim = await this.#calls.release(this.#claim);
    } catch (error) {
      if (!(error instanceof HooklineError)) throw error;
    }
  }

  #next(): void {
    const leftMs = this.#safeUntilMs - performance.now();
    this.#timer = setTimeout(() => void this.#renew(), Math.max(0, Math.min(this.#expiresInMs / 3, leftMs)));
    (this.#timer as { unref?(): void }).unref?.();
  }

  async #renew(): Promise<void> {
    const askedMs = performance.now();
    const leftMs = this.#safeUntilMs - askedMs;
    if (leftMs <= 0) return this.#lose('it could not be renewed in time');
    try {
      const options = { expiresInMs: this.#expiresInMs, timeoutMs: leftMs, signal: this.#over.signal };
      this.#claim = await this.#calls.renew(this.#claim, options);
      this.#safeUntilMs = askedMs + this.#expiresInMs;
    } catch (error) {
      if (this.#over.signal.aborted) return;
      if (error instanceof HooklineError && !error.retryable) return this.#lose(error.message);
    }
    if (!this.#over.signal.aborted) this.#next();
  }

  #lose(why: string): void {
    const { kind, resource } = this.#claim;
    this.#lost.abort(new ClaimLostError(`the claim on ${kind} ${resource} is lost: ${why}`));
  }
}
