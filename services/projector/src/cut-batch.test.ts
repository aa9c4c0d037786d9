import { newEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { cutBatch } from './cut-batch.ts';

const events = [10, 4_000, 4_000, 9_000, 10, 10].map((length, index) => ({
  position: index + 1,
  event: newEvent({
    kind: 'message.sent',
    id: `message-${index}`,
    source: 'test',
    time: '2026-11-22T12:00:00Z',
    origin: 'api',
    data: { role: 'assistant', text: 'x'.repeat(length) },
  }),
}));

test('a batch of small events stays one', () => {
  expect(cutBatch(events, 100_000)).toEqual([events]);
});

test('large events go in parts that keep the order, one that is larger than a part by itself', () => {
  const parts = cutBatch(events, 8_500);

  expect(parts.map((part) => part.map(({ position }) => position))).toEqual([[1, 2, 3], [4], [5, 6]]);
});

test('nothing gives no part', () => {
  expect(cutBatch([], 100)).toEqual([]);
});
