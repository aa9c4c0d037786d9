import { expect, test } from 'vitest';
import { eventId, shortHash } from './event-id.ts';

test('the same parts give the same id, for ever', () => {
  expect(eventId('claude-code', 'abc', 'tool.started', 'toolu_1')).toBe('6bfjiiwbkle64ynk5drw3i6vk3qjgvzd');
});

test('parts do not run into each other', () => {
  expect(eventId('ab', 'c')).not.toBe(eventId('a', 'bc'));
  expect(eventId('1')).not.toBe(eventId(1));
});

test('ids and hashes are plain tokens', () => {
  expect(eventId('x')).toMatch(/^[a-z2-7]{32}$/);
  expect(shortHash('github.com/acme/shop')).toMatch(/^[a-z2-7]{16}$/);
});
