import { expect, test } from 'vitest';
import { playOn } from './playing.ts';

const atMs = [0, 1_000, 1_100, 600_000, 600_050];

test('goes as fast as it was, as often as told', () => {
  expect(playOn(atMs, { moment: 0, overMs: 0 }, 900, 1)).toMatchObject({ moment: 0, overMs: 900 });
  expect(playOn(atMs, { moment: 0, overMs: 900 }, 150, 1)).toMatchObject({ moment: 1, overMs: 50 });
  expect(playOn(atMs, { moment: 0, overMs: 0 }, 220, 5)).toMatchObject({ moment: 2, overMs: 0 });
});

test('does not wait through a long silence', () => {
  expect(playOn(atMs, { moment: 2, overMs: 0 }, 1_500, 1)).toMatchObject({ moment: 3 });
});

test('takes several events in a slow frame, and ends at the last', () => {
  expect(playOn(atMs, { moment: 0, overMs: 0 }, 5_000, 60)).toEqual({ moment: 4, overMs: 0, ended: true });
});
