import { expect, test } from 'vitest';
import type { Entry } from '../../api/shapes.ts';
import { densityOf } from './density.ts';
import { linesOf } from './lines.ts';

const call = (id: string, second: number | null, outcome = 'ok') =>
  ({
    type: 'call',
    id,
    call: id,
    agent: 'main',
    outcome,
    at: second === null ? null : new Date(second * 1000).toISOString(),
  }) as unknown as Entry;

test('tells how much happened when, and where it went wrong', () => {
  const { all } = linesOf([call('a', 0), call('b', 1, 'failed'), call('c', null), call('d', 10)]);

  expect(densityOf(all, 5)).toEqual([
    { entries: 2, problems: 1, first: 0 },
    { entries: 0, problems: 0, first: -1 },
    { entries: 0, problems: 0, first: -1 },
    { entries: 0, problems: 0, first: -1 },
    { entries: 1, problems: 0, first: 3 },
  ]);
});

test('of nothing, and of one moment, there is a density too', () => {
  expect(densityOf([], 2).map(({ entries }) => entries)).toEqual([0, 0]);
  expect(densityOf(linesOf([call('a', 5), call('b', 5)]).all, 2).map(({ entries }) => entries)).toEqual([2, 0]);
});
