import { expect, test } from 'vitest';
import { coverageText, linesOfText } from './text-lines.ts';

test('faults and clauses stand at their lines', () => {
  const fault = { path: null, rule: 'a', line: 2, column: 4, message: 'no such field' };
  const clause = { clause: 'data.x == 1', line: 3, heldTrue: 1, heldFalse: 0 };
  const lines = linesOfText('rule: a\nwhere: >\n  data.x == 1\n', [fault], [clause]);

  expect(lines.map(({ number, faults, clauses }) => [number, faults.length, clauses.length])).toEqual([
    [1, 0, 0],
    [2, 1, 0],
    [3, 0, 1],
  ]);
});

test('a clause is covered when tests saw it hold and not hold', () => {
  expect(coverageText({ heldTrue: 1, heldFalse: 2 }).good).toBe(true);
  expect([
    coverageText({ heldTrue: 0, heldFalse: 0 }).text,
    coverageText({ heldTrue: 0, heldFalse: 2 }).text,
    coverageText({ heldTrue: 2, heldFalse: 0 }).text,
  ]).toEqual(['no test gets here', 'never true in a test', 'never false in a test']);
});
