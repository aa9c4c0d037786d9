import { expect, test } from 'vitest';
import { daysBetween, largestSeries } from './series.ts';

test('few series stay as they are, the largest first', () => {
  const { series } = largestSeries([
    { label: 'a', values: { codex: 1, gemini: 0, 'claude-code': 5 } },
    { label: 'b', values: { codex: 2 } },
  ]);

  expect(series).toEqual([
    { name: 'claude-code', colour: 1 },
    { name: 'codex', colour: 2 },
  ]);
});

test('of many series the small ones are told as one, and nothing is lost', () => {
  const values = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`model-${index}`, index + 1]));

  const { series, columns } = largestSeries([{ label: 'a', values }]);

  expect(series.map(({ name }) => name)).toEqual(['model-8', 'model-7', 'model-6', 'model-5', 'model-4', 'Others']);
  expect(columns[0]!.values.Others).toBe(1 + 2 + 3 + 4);
  expect(Object.values(columns[0]!.values).reduce((sum, value) => sum + value, 0)).toBe(45);
});

test('days are counted without gaps, over the end of a month', () => {
  expect(daysBetween('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  expect(daysBetween('2020-01-01', '2026-03-02', 2)).toEqual(['2026-03-01', '2026-03-02']);
});
