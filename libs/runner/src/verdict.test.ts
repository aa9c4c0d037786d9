import { expect, test } from 'vitest';
import { verdictIn } from './verdict.ts';

test.each([
  [
    'a fenced block',
    'Good.\n```json\n{"verdict": "approve", "notes": ["}"]}\n```\nBye.',
    { verdict: 'approve', notes: ['}'] },
  ],
  ['the last of several', '{"verdict": 1} then {"verdict": {"ok": true}}', { verdict: { ok: true } }],
  ['one after another object', '{"a": {"b": 1}} {"verdict": null} {"c": 1', { verdict: null }],
])('finds %s', (_, text, found) => {
  expect(verdictIn(text)).toEqual(found);
});

test.each([['no JSON'], ['{"verdict": '], ['{"a": 1}'], [''], ['{'.repeat(5_000)]])('finds none in %j', (text) => {
  expect(verdictIn(text)).toBeUndefined();
});
