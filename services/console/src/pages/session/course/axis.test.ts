import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventAt, rowsOf } from '../scrubber/bars.ts';
import { axisOf } from './axis.ts';

const times = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 2, maxLength: 200 }).map((gaps) => {
  let sum = 0;
  return gaps.map((gap) => {
    sum += gap;
    return sum;
  });
});

test('any times lie from 0 to 1 in their order, in both spacings', () => {
  fc.assert(
    fc.property(times, fc.constantFrom('real' as const, 'compressed' as const), (atMs, spacing) => {
      const { places } = axisOf(atMs, spacing);
      expect(places[0]).toBe(0);
      expect(places.at(-1)).toBeCloseTo(1);
      expect([...places]).toEqual([...places].sort((a, b) => a - b));
    }),
  );
});

test('a night between two hours of work takes little of the strip, and is told as a gap', () => {
  const work = (fromMs: number) => Array.from({ length: 200 }, (_, index) => fromMs + index * 10_000);
  const atMs = [...work(0), ...work(40_000_000)];

  const { places, gaps } = axisOf(atMs, 'compressed');

  expect(places[200]! - places[199]!).toBeLessThan(0.03);
  expect(gaps.map(({ event }) => event)).toEqual([200]);
  expect(axisOf(atMs, 'real').places[199]).toBeLessThan(0.1);
});

test('a click goes to the nearest event', () => {
  const axis = axisOf([0, 10, 100], 'real');

  expect([0, 0.04, 0.06, 0.5, 0.9, 1].map((place) => eventAt(axis, place))).toEqual([0, 0, 1, 1, 2, 2]);
});

test('stretches that overlap get rows of their own, as long as there is room', () => {
  const stretches = [
    { from: 0, to: 0.5 },
    { from: 0.2, to: 0.4 },
    { from: 0.3, to: 0.6 },
    { from: 0.55, to: 1 },
  ];

  expect(rowsOf(stretches, 5)).toEqual([0, 1, 2, 0]);
  expect(rowsOf(stretches, 2)).toEqual([0, 1, 1, 0]);
});
