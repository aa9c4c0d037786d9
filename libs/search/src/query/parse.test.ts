import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';
import { type Query, QueryError } from './query.ts';

const nothing: Query = { words: [], phrases: [], without: [], filters: [], chains: [] };
const words = (...list: string[]) => list.map((word) => ({ word, start: false }));
const is = (text: string, exactly = false) => ({ text, exactly });

test('words, phrases, beginnings of words and what must not be there', () => {
  expect(parseQuery('flaky cart* "npm test" -windows -"left pad"')).toEqual({
    ...nothing,
    words: [
      { word: 'flaky', start: false },
      { word: 'cart', start: true },
    ],
    phrases: ['npm test'],
    without: ['windows', 'left pad'],
  });
});

test('filters, one of several values, not, and exactly', () => {
  expect(parseQuery('person:ada,bob -harness:codex project:="my shop" actor:=ada@example.com').filters).toEqual([
    { name: 'person', values: [is('ada'), is('bob')], not: false },
    { name: 'harness', values: [is('codex')], not: true },
    { name: 'project', values: [is('my shop', true)], not: false },
    { name: 'person', values: [is('ada@example.com', true)], not: false },
  ]);
});

test('times and costs', () => {
  expect(parseQuery('since:7d until:2026-11-22 cost:>1 cost:<=0.5 cost:1..5 cost:unknown').filters).toEqual([
    { name: 'since', time: '7d' },
    { name: 'until', time: '2026-11-22' },
    { name: 'cost', range: { min: 1, open: true } },
    { name: 'cost', range: { max: 0.5 } },
    { name: 'cost', range: { min: 1, max: 5 } },
    { name: 'cost', range: 'unknown' },
  ]);
});

test('steps in the order in which they happened, however it is said', () => {
  const failed = { name: 'failed', value: 'npm test' };
  const edited = { name: 'edited', value: 'src/x.ts' };
  const passed = { name: 'passed', value: 'npm test' };

  expect(parseQuery('edited:src/x.ts after failed:"npm test"').chains).toEqual([[failed, edited]]);
  expect(parseQuery('failed:"npm test" then edited:src/x.ts then passed:"npm test"').chains).toEqual([
    [failed, edited, passed],
  ]);
  expect(parseQuery('passed:"npm test" after edited:src/x.ts after failed:"npm test"').chains).toEqual([
    [failed, edited, passed],
  ]);
  expect(parseQuery('failed:"npm test" edited:src/x.ts').chains).toEqual([[failed], [edited]]);
});

test('then and after are words where they join nothing', () => {
  expect(parseQuery('what happened after lunch then')).toMatchObject({
    words: words('what', 'happened', 'after', 'lunch', 'then'),
  });
});

test('what only looks like a filter is text: addresses, errors, paths with lines', () => {
  const pasted = 'TypeError: x https://example.com/a src/a.ts:12:3 std::vector error: no such file';

  expect(parseQuery(pasted)).toEqual({ ...nothing, words: words(...pasted.split(' ')) });
});

test.each([
  [
    'preson:ada',
    'found preson: at 1, did you mean person:?',
    'to look for the text itself, write "preson:ada" in quotes',
  ],
  ['x "never closed', 'the quote at 3 is never closed', 'put a "'],
  ['cost:cheap', 'found cost:cheap at 1', 'cost:>1'],
  ['since:yesterday', 'found since:yesterday at 1, which is no time', 'since:7d'],
  ['state:busy', 'found "busy"', 'running, waiting, idle, ended, lost'],
  ['edited:x after lunch', 'found "lunch" behind it, expected a step', 'write "after" in quotes'],
  ['edited:x then', 'found the end behind it', 'failed:"npm test"'],
  ['person:""', 'person: at 1 has no value', 'person:ada'],
  ['-failed:x', 'a step cannot be left out', 'without it'],
])('%s is refused with what was found, where, and what to write', (text, message, hint) => {
  let refused: unknown;
  try {
    parseQuery(text);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(QueryError);
  expect((refused as QueryError).message).toContain(message);
  expect((refused as QueryError).hint).toContain(hint);
});

const bits = fc.constantFrom(
  ' ',
  '  ',
  '"',
  '\\',
  '-',
  '*',
  ',',
  '=',
  ':',
  '::',
  'then',
  'after',
  'person:',
  'cost:',
  '>1',
  '1..2',
  'since:',
  '7d',
  'edited:',
  'failed:',
  'error:',
  'src/x.ts',
  'ada',
  'ünï',
  '日本',
  '\n',
  '\0',
  '\ud800',
  'https://x',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(bits, { maxLength: 14 }).map((parts) => parts.join('')),
);

test('any text is read or refused with a place in it; what was read is printed as what reads the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let query: Query;
      try {
        query = parseQuery(text);
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError);
        expect((error as QueryError).at).toBeLessThanOrEqual(Math.max(1, text.length));
        expect((error as QueryError).hint).not.toBe('');
        return;
      }
      expect(parseQuery(printQuery(query))).toEqual(query);
    }),
    { numRuns: 2_000 },
  );
});
