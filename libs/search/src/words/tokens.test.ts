import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToWords, tokensOf } from './tokens.ts';

const told = (text: string) =>
  [...tokensOf(text)].map(({ kind, text: token }) => (kind === 'exact' ? `=${token}` : token));

test('words are in small letters and without accents', () => {
  expect(told('Größe des Cafés')).toEqual(['große', 'des', 'cafes']);
});

test('an identifier is told whole and in its parts', () => {
  expect(told('foo_bar.ts')).toEqual(['=foo_bar.ts', 'foo', 'bar', 'ts']);
  expect(told('parseHTTPConfig')).toEqual(['parsehttpconfig', 'parse', 'http', 'config']);
  expect(told('std::vector')).toEqual(['=std::vector', 'std', 'vector']);
});

test('a path is told whole, by its last name and in parts, without the place in the file and the end of the sentence', () => {
  expect(told('src/cart/total.ts:12:3.')).toEqual(['=src/cart/total.ts', '=total.ts', 'src', 'cart', 'total', 'ts']);
});

test('a hash is found by its first seven signs and the other way round', () => {
  expect(told('c54def29')).toContain('=#c54def2');
  expect(told('c54def2')).toContain('=#c54def2');
  expect(told('deadbeef')).toEqual(['deadbeef']);
});

test('scripts without spaces are told in pairs', () => {
  expect(told('日本語')).toEqual(['日本', '本語']);
});

test('a mark that no letter carries is no word', () => {
  expect(told('𠀀\u{e0100}')).toEqual(['𠀀']);
  expect(told('_\u0301 ﾞ')).toEqual([]);
});

test('tokens stand where they say, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const wrong = [...tokensOf(text)].filter(
        ({ start, end, text: token }) => token === '' || start < 0 || end <= start || end > text.length,
      );
      expect(wrong).toEqual([]);
    }),
  );
});

test('a text is cut to its first words, and where asked its last', () => {
  expect(cutToWords('one two  three four five', 2)).toBe('one two …');
  expect(cutToWords('one two  three four five', 2, 1)).toBe('one two … five');
  expect(cutToWords(' one two ', 2)).toBe('one two');
});
