import { setTimeout } from 'node:timers/promises';
import { isTransient } from './transient.ts';

export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait: a person should be able to see what is wrong. */
  readonly onRetry?: ((error: unknown, attempt: number, waitMs: number) => void) | undefined;
  /** Gives up, with the last error, after so long; without it only the signal ends it. */
  readonly withinMs?: number | undefined;
}

const firstWaitMs = 50;
const longestWaitMs = 5_000;

/** Runs until it succeeds, waiting longer each time (50 ms to 5 s, with jitter) while its errors are transient. */
export async function retrying<Result>(run: () => Promise<Result>, options: RetryOptions = {}): Promise<Result> {
  const startedMs = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (!isTransient(error) || options.signal?.aborted) throw error;
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
      if (options.withinMs !== undefined && performance.now() - startedMs + waitMs > options.withinMs) throw error;
      options.onRetry?.(error, attempt, waitMs);
      await pause(waitMs, options.signal);
    }
  }
}

/** Resolves after a time, or at once when the signal aborts. */
export async function pause(waitMs: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(waitMs, undefined, signal ? { signal } : {}).catch(() => {});
}
