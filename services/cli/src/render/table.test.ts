import { expect, test } from 'vitest';
import { cut, oneLine, tableLines } from './table.ts';

const columns = [
  { title: 'NAME', of: (row: { name: string; size: number }) => row.name, flexible: true },
  { title: 'SIZE', of: (row: { name: string; size: number }) => String(row.size), right: true },
];

test('columns are as wide as what stands in them', () => {
  expect(tableLines(columns, [{ name: 'a', size: 1000 }], 80)).toEqual(['NAME  SIZE', 'a     1000']);
});

test('a line that is too long is cut where it may be', () => {
  const [, line] = tableLines(columns, [{ name: 'x'.repeat(100), size: 7 }], 40);

  expect(line).toHaveLength(40);
  expect(line).toMatch(/x…\s+7$/);
});

test('what a tool wrote cannot steer the terminal', () => {
  expect(oneLine('\u001b[2Jgone\u0007\nnext\u009b31m')).toBe('[2Jgone next31m');
});

test('cuts between characters, not inside them', () => {
  expect(cut('👍👍👍', 2)).toBe('👍…');
});
