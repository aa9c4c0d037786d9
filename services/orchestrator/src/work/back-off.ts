import { createHash } from 'node:crypto';

const firstMs = 5_000;
const longestMs = 600_000;

/**
 * How long the attempt after this one waits: 5 s, doubled with each attempt, at most 10 minutes, and up to a fifth less or
 * more, so that what failed together does not come back together. The same for the same item and attempt, always.
 */
export function backOffMs(item: string, attempt: number): number {
  const boundMs = Math.min(firstMs * 2 ** Math.min(attempt - 1, 30), longestMs);
  const drawn = createHash('sha256').update(`${item}:${attempt}`).digest().readUInt32BE(0) / 2 ** 32;
  return Math.round(boundMs * (0.8 + 0.4 * drawn));
}
