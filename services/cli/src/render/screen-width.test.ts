import { expect, test } from 'vitest';
import { cut, screenWidth } from './screen-width.ts';

test.each([
  ['plain', 5],
  ['日本語', 6],
  ['한국', 4],
  ['👍🏽👩‍👩‍👧', 4],
  ['e\u0301', 1],
  ['✓ ❯ ⊘', 5],
  ['', 0],
])('%s takes %i columns', (text, columns) => {
  expect(screenWidth(text)).toBe(columns);
});

test('cuts between characters, not inside them', () => {
  expect(cut('👍👍👍', 5)).toBe('👍👍…');
  expect(cut('👍👍👍', 4)).toBe('👍…');
  expect(cut('👍👍👍', 6)).toBe('👍👍👍');
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcd', 3)).toBe('ab…');
  expect(cut('abcd', 0)).toBe('');
});
