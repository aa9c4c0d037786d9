import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placesOf, snippetOf } from './snippet.ts';

const shown = (text: string, phrase: string) =>
  snippetOf(text, placesOf(text, phrase))
    .map((part) => (part.mark ? `[${part.text}]` : part.text))
    .join('');

test('marks what was looked for, whatever the space between its words', () => {
  expect(shown('run npm\n  test now', 'npm test')).toBe('run [npm test] now');
});

test('space around a phrase is no part of it', () => {
  expect(shown('run npm test', ' npm ')).toBe('run [npm] test');
});

test('shows the part of a long text that has it', () => {
  const text = `${'before '.repeat(100)}needle ${'after '.repeat(100)}`;

  const snippet = shown(text, 'needle');

  expect(snippet).toMatch(/^… before .*\[needle\] after .* …$/);
  expect(snippet.length).toBeLessThan(280);
});

test('any text and any ranges give a snippet that has nothing else than the text', () => {
  const range = fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.array(range, { maxLength: 6 }), (text, ranges) => {
      const inside = ranges
        .map(([start, length]) => ({ start, end: Math.min(text.length, start + length) }))
        .filter(({ start, end }) => start < end);
      const told = snippetOf(text, inside)
        .map((part) => part.text)
        .join('');
      const bare = (of: string) => of.replaceAll(/\s+/g, ' ');
      expect(bare(text)).toContain(bare(told.replace(/^… /, '').replace(/ …$/, '')).trim());
    }),
  );
});
