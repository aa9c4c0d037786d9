import { expect, test } from 'vitest';
import type { TimelinePage } from './shapes.ts';
import { settledPages } from './timeline.ts';

const page = (next: string | null, ...entries: object[]) =>
  ({ session: 's', next, entries }) as unknown as TimelinePage;
const call = (order: string, rest: object = {}) => ({
  type: 'call',
  order,
  endedAt: 'then',
  background: null,
  ...rest,
});
const first = page('b', call('1'), call('2'));
const second = page('c', call('3'), call('4'));
const last = page(null, call('5'));
const read = (...pages: TimelinePage[]) => ({ pages, complete: true });

test('keeps every page but the last, which may have grown', () => {
  expect(settledPages(read(first, second, last), undefined)).toEqual([first, second]);
});

test('reads again from the page on which a call still runs', () => {
  const open = page('c', call('3', { endedAt: null }));
  expect(settledPages(read(first, open, last), undefined)).toEqual([first]);

  const inBackground = page('c', call('3', { background: 'shell', backgroundEndedAt: null }));
  expect(settledPages(read(first, inBackground, last), undefined)).toEqual([first]);
});

test('reads again from the page on which a late fact falls', () => {
  expect(settledPages(read(first, second, last), '2')).toEqual([]);
  expect(settledPages(read(first, second, last), '3')).toEqual([first]);
});

test('keeps nothing of a time line that was not read to its end', () => {
  expect(settledPages({ pages: [first], complete: false }, undefined)).toEqual([]);
  expect(settledPages(undefined, undefined)).toEqual([]);
});
