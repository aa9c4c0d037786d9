import { setTimeout as wait } from 'node:timers/promises';

export interface EventuallyOptions {
  readonly timeoutMs?: number;
  /** What is waited for, as a sentence that reads well after "still not so": `the projector caught up`. */
  readonly what?: string;
}

/** How long between two looks: at first, and at most once it has been asked for a while. */
const pollMs = { first: 5, most: 25 };
const longerBy = 1.3;

/**
 * Waits until `check` gives something truthy, and returns that. A check that throws is asked again;
 * its last error is the cause of the one thrown when time is up.
 */
export async function eventually<Found>(
  check: () => Found | Promise<Found>,
  { timeoutMs = 30_000, what = 'the condition holds' }: EventuallyOptions = {},
): Promise<Exclude<Found, false | null | undefined | 0 | ''>> {
  let last: unknown;
  let cause: unknown;
  const end = Date.now() + timeoutMs;
  for (let pauseMs = pollMs.first; ; pauseMs = Math.min(pauseMs * longerBy, pollMs.most)) {
    try {
      cause = undefined;
      last = await check();
      if (last) return last as Exclude<Found, false | null | undefined | 0 | ''>;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= end) break;
    await wait(pauseMs);
  }
  const seen = cause instanceof Error ? cause.message : `the check gave ${String(last)}`;
  throw new Error(`still not so after ${timeoutMs} ms: ${what} (${seen})`, { cause });
}
