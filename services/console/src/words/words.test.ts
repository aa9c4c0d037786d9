import { expect, test } from 'vitest';
import { agoText, dayAndClockText } from './moment.ts';
import { bytesText, costText, counted, durationText, spanText } from './quantity.ts';

test('durations are told in units a person would use', () => {
  expect([0, 999, 1500, 12_400, 61_000, 3_720_000, 400_000_000].map(durationText)).toEqual([
    '0 ms',
    '999 ms',
    '1.5 s',
    '12 s',
    '1 min 1 s',
    '1 h 2 min',
    '5 d',
  ]);
});

test('a duration never shows sixty seconds', () => {
  expect(durationText(59_900)).toBe('1 min 0 s');
  expect(durationText(119_800)).toBe('2 min 0 s');
});

test('a length of time that was set has no empty rest', () => {
  expect([600_000, 3_600_000, 5_400_000, 90_000, 10_000].map(spanText)).toEqual([
    '10 min',
    '1 h',
    '1 h 30 min',
    '1 min 30 s',
    '10 s',
  ]);
});

test('how long ago something was shortens with distance', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  const ago = (ms: number) => agoText(new Date(now - ms).toISOString(), now);

  expect([-5000, 4000, 42_000, 5 * 60_000, 3 * 3_600_000, 2 * 86_400_000].map(ago)).toEqual([
    'now',
    'now',
    '40 s ago',
    '5 min ago',
    '3 h ago',
    '2 d ago',
  ]);
});

test('small costs are not nothing', () => {
  expect([0, 0.004, 1.239].map(costText)).toEqual(['$0', '<$0.01', '$1.24']);
  expect([900, 5 * 1024, 3 * 1024 * 1024].map(bytesText)).toEqual(['900 B', '5.0 KB', '3.0 MB']);
  expect([counted(1, 'entry', 'entries'), counted(2, 'entry', 'entries')]).toEqual(['1 entry', '2 entries']);
});

test('a time of another day has its day with it', () => {
  const now = new Date(2026, 2, 10, 12);

  expect(dayAndClockText(new Date(2026, 2, 10, 9, 5, 7).toISOString(), now.getTime())).toBe('09:05:07');
  expect(dayAndClockText(new Date(2026, 0, 22, 9, 5, 7).toISOString(), now.getTime())).toBe('22 Jan, 09:05:07');
  expect(dayAndClockText(new Date(2024, 0, 22, 9, 5, 7).toISOString(), now.getTime())).toBe('22 Jan 2024, 09:05:07');
});
