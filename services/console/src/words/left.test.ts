import { expect, test } from 'vitest';
import { leftText } from './left.ts';

test('what is left is told to the second while that matters', () => {
  expect([59_999, 61_000, 3_720_000, 400_000_000].map(leftText)).toEqual([
    '59 s left',
    '1 min 01 s left',
    '1 h 2 min left',
    '4 d left',
  ]);
});

test('what is over is not told as left', () => {
  expect([0, -500, -4_000, -61_000].map(leftText)).toEqual(['over', 'over', 'over for 4 s', 'over for 1 min 01 s']);
});
