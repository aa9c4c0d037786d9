/** The value below which that share (0 to 1) of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('a quantile of no values was asked for');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How long it took, and what came of it. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ tookMs: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { tookMs: performance.now() - began, result };
}
