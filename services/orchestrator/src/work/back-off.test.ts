import { expect, test } from 'vitest';
import { backOffMs } from './back-off.ts';

test('grows, is bounded, and is the same for the same attempt', () => {
  for (const [attempt, boundMs] of [5_000, 10_000, 20_000, 40_000].entries()) {
    const ms = backOffMs('a', attempt + 1);
    expect(ms).toBeGreaterThanOrEqual(boundMs * 0.8);
    expect(ms).toBeLessThanOrEqual(boundMs * 1.2);
    expect(backOffMs('a', attempt + 1)).toBe(ms);
  }
  expect(backOffMs('a', 50)).toBeLessThanOrEqual(720_000);
});

test('what failed together does not come back together', () => {
  const distinct = new Set(Array.from({ length: 100 }, (_, item) => backOffMs(`item ${item}`, 3)));
  expect(distinct.size).toBeGreaterThan(90);
});
