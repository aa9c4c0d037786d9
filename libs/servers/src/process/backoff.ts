const firstMs = 50;
const longestMs = 5_000;

/** The pause before the n-th try in a row (from 1): 50 ms, doubling up to 5 s. */
export function backoffMs(tries: number): number {
  return Math.min(firstMs * 2 ** Math.max(0, tries - 1), longestMs);
}
