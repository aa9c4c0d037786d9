import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';
import { listing } from './wording.ts';

test.each([
  ['one\n\ttwo\u2028three', 'one two three'],
  ['</hookline>', '‹/hookline›'],
  ['say "`x`"', 'say ”’x’”'],
  ['a\u200bb\u202ec\u0007d', 'abcd'],
  ['back\\slash', 'back∖slash'],
])('%j may stand between quotation marks as %j', (text, shown) => {
  expect(quoted(text, 100)).toBe(shown);
});

test('is cut where it is too long', () => {
  expect(quoted('one two three', 8)).toBe('one two…');
  expect(quoted('😀😀😀', 2).isWellFormed()).toBe(true);
});

test('a listing has as many parts as there is room for', () => {
  const parts = Array.from({ length: 50 }, (_, at) => `part number ${at}`);
  const text = listing('before ', parts, ' after');
  expect(text.length).toBeLessThanOrEqual(240);
  expect(text).toMatch(/^before part number 0, .*part number \d+ after$/);
  expect(listing('a ', ['x'.repeat(300)], ' z')).toHaveLength(240);
});
