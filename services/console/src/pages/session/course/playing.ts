/** How many times as fast as it was. */
export const speeds = [1, 2, 5, 20, 60] as const;
export type Speed = (typeof speeds)[number];

/** No silence is waited for longer than this. */
const longestWaitMs = 1_500;

/** How long to wait before an event that came so long after the one before it. */
function waitOf(gapMs: number, speed: Speed): number {
  return Math.min(longestWaitMs, gapMs / speed);
}

/**
 * Goes on from a moment by the time that went by; what is left over counts for the next step. Reads no clock, so that a
 * slow frame takes several events at once.
 */
export function playOn(
  atMs: ArrayLike<number>,
  from: { readonly moment: number; readonly overMs: number },
  passedMs: number,
  speed: Speed,
): { moment: number; overMs: number; ended: boolean } {
  let { moment, overMs } = from;
  overMs += passedMs;
  while (moment < atMs.length - 1) {
    const wait = waitOf(atMs[moment + 1]! - atMs[moment]!, speed);
    if (wait > overMs) return { moment, overMs, ended: false };
    overMs -= wait;
    moment += 1;
  }
  return { moment, overMs: 0, ended: true };
}
