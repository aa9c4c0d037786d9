import { expect, test } from 'vitest';
import { checkRange, jsonValue, kinds, number, someText, wholeNumber } from './parse.ts';

test.each([
  [wholeNumber(), '-1'],
  [wholeNumber(1), '0'],
  [wholeNumber(), '1.5'],
  [wholeNumber(), '1e3'],
  [number(0), '-0.1'],
  [number(), 'NaN'],
  [number(), ' '],
  [jsonValue, '{bad'],
  [someText, '  '],
  [kinds, 'tool.,nosuch'],
  [kinds, ''],
])('%o refuses %j', (parse, text) => {
  expect(() => (parse as (text: string) => unknown)(text)).toThrow(/expected|there is no kind/);
});

test('kinds are names, or the beginning of names with its dot', () => {
  expect(kinds('tool.,prompt.submitted')).toBe('tool.,prompt.submitted');
});

test('a range that ends before it begins is refused; an open one is not', () => {
  expect(() => checkRange(40, 10)).toThrow('--from 40 --until 10');
  expect(() => [checkRange(10, 10), checkRange(undefined, 3), checkRange(7, undefined)]).not.toThrow();
});
