import { expect, test } from 'vitest';
import { oneLine, tableLines } from './table.ts';

const columns = [
  { title: 'NAME', of: (row: { name: string; size: number }) => row.name, least: 20 },
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

test('the reading direction of a line is not for a tool to turn', () => {
  expect(oneLine('a\u202egpj.exe\u2066')).toBe('agpj.exe');
});

test('columns line up beside wide characters', () => {
  const lines = tableLines(
    columns,
    [
      { name: '日本', size: 1 },
      { name: '👍🏽', size: 2 },
      { name: 'e\u0301', size: 3 },
    ],
    80,
  );

  expect(lines).toEqual(['NAME  SIZE', '日本     1', '👍🏽       2', 'e\u0301        3']);
});

test('a spare column is left out where it is empty, or where a line would be too long', () => {
  const more = [...columns, { title: 'COST', of: () => '', spare: 2 }, { title: 'HOST', of: () => 'h', spare: 1 }];
  const rows = [{ name: 'x'.repeat(30), size: 7 }];

  expect(tableLines(more, rows, 80)[0]).toMatch(/^NAME\s+SIZE\s+HOST$/);
  expect(tableLines(more, rows, 30)).toEqual([`NAME${' '.repeat(22)}SIZE`, `${'x'.repeat(23)}…     7`]);
});
