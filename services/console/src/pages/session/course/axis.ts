/** How time lies along the strip: as it went by, or with idle stretches drawn together. */
export type Spacing = 'compressed' | 'real';

/** A stretch in which nothing happened, drawn shorter than it was. */
interface Gap {
  /** The event after it. */
  readonly event: number;
  readonly lastedMs: number;
}

/** Where events stand from 0 to 1, in their order. */
export interface Axis {
  readonly places: Float64Array;
  readonly gaps: readonly Gap[];
}

/** The most of the strip that one silence takes; more where there are few events. */
const shareOfGap = 0.015;
const rounds = 24;

/**
 * Lays events out. Compressed, no silence takes more than a small share of the strip, and every event at least a
 * little: two of one moment do not fall on one point where there is room.
 */
export function axisOf(atMs: ArrayLike<number>, spacing: Spacing): Axis {
  const count = atMs.length;
  const places = new Float64Array(count);
  if (count < 2) return { places, gaps: [] };
  const mostMs = spacing === 'real' ? Number.POSITIVE_INFINITY : capOf(atMs);
  const gaps: Gap[] = [];
  let sum = 0;
  const atLeast = spacing === 'real' ? 0 : mostMs / 400;
  for (let index = 1; index < count; index += 1) {
    const gap = atMs[index]! - atMs[index - 1]!;
    if (gap > mostMs) gaps.push({ event: index, lastedMs: gap });
    sum += Math.max(atLeast, Math.min(gap, mostMs));
    places[index] = sum;
  }
  const whole = sum === 0 ? count - 1 : sum;
  for (let index = 1; index < count; index += 1) places[index] = sum === 0 ? index / whole : places[index]! / whole;
  return { places, gaps };
}

/** The longest a gap may be drawn: the same share of what all gaps come to when none is longer. */
function capOf(atMs: ArrayLike<number>): number {
  const gaps: number[] = [];
  for (let index = 1; index < atMs.length; index += 1) {
    const gap = atMs[index]! - atMs[index - 1]!;
    if (gap > 0) gaps.push(gap);
  }
  const share = Math.max(shareOfGap, 4 / Math.max(1, gaps.length));
  let cap = gaps.reduce((most, gap) => Math.max(most, gap), 1);
  for (let round = 0; round < rounds; round += 1) {
    const sum = gaps.reduce((all, gap) => all + Math.min(gap, cap), 0);
    const next = Math.max(1, share * sum);
    if (next >= cap * 0.995) break;
    cap = next;
  }
  return cap;
}
