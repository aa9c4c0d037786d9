import { expect, test } from 'vitest';
import { readSince } from './since.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

test.each([
  ['90m', '2026-11-22T10:30:00.000Z'],
  ['24h', '2026-11-21T12:00:00.000Z'],
  ['7d', '2026-11-15T12:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T08:00:00+02:00', '2026-11-20T06:00:00.000Z'],
])('reads %s', (text, time) => {
  expect(readSince(text, now).toISOString()).toBe(time);
});

test.each(['yesterday', '', '7', '2026-13-45'])('refuses %j and says what it takes', (text) => {
  expect(() => readSince(text, now)).toThrow(/expected a time/);
});
