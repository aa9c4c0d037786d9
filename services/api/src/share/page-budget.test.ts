import { expect, test } from 'vitest';
import { PageBudget } from './page-budget.ts';

test('one link that is opened all the time leaves the others theirs', () => {
  const budget = new PageBudget();
  const taken = Array.from({ length: 500 }, () => budget.take('busy', 0)).filter((waitMs) => waitMs === 0);

  expect(taken).toHaveLength(30);
  expect(budget.take('quiet', 0)).toBe(0);
  expect(budget.take('busy', 10_000)).toBe(50_000);
  expect(budget.take('busy', 60_000)).toBe(0);
});

test('all links together have a limit, too', () => {
  const budget = new PageBudget();
  const waits = Array.from({ length: 200 }, (_, link) => budget.take(`link ${link}`, 0));

  expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(120);
});
