/** Where the difference of two medians lies, nineteen times out of twenty. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 1_000;
/** More values than this make no interval narrower that anybody would notice. */
const valuesMax = 1_000;

/**
 * The 95 % interval of `median(ours) - median(theirs)` by the percentile bootstrap. The same for the same values in
 * whatever order; undefined where there are fewer than `enough` on either side.
 */
export function differenceOf(
  ours: readonly number[],
  theirs: readonly number[],
  { enough }: { readonly enough: number },
): Interval | undefined {
  if (ours.length < enough || theirs.length < enough) return undefined;
  const [a, b] = [thinned(ours), thinned(theirs)];
  const next = numbersFrom(a.length * 31 + b.length);
  const differences = Float64Array.from({ length: resamples }, () => resampled(a, next) - resampled(b, next)).sort();
  return { low: differences[Math.floor(resamples * 0.025)]!, high: differences[Math.ceil(resamples * 0.975) - 1]! };
}

function thinned(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length <= valuesMax) return sorted;
  return Float64Array.from({ length: valuesMax }, (_, at) => sorted[Math.floor((at * sorted.length) / valuesMax)]!);
}

function resampled(values: Float64Array, next: () => number): number {
  const drawn = new Float64Array(values.length);
  for (let at = 0; at < drawn.length; at += 1) drawn[at] = values[Math.floor(next() * values.length)]!;
  return middle(drawn.sort());
}

function middle(sorted: Float64Array): number {
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

/** Numbers from 0 to 1 that follow from the seed: the mixing of mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
