import { expect, test } from 'vitest';
import { elsewhereSetting } from './elsewhere.ts';

test('reads where routes are answered', () => {
  expect(elsewhereSetting.parse('POST /v1/events=http://gateway:4680, /v1/work=http://orchestrator:4680/')).toEqual([
    { method: 'POST', path: '/v1/events', origin: 'http://gateway:4680' },
    { method: 'all', path: '/v1/work', origin: 'http://orchestrator:4680' },
  ]);
  expect(elsewhereSetting.parse('')).toEqual([]);
});

test('refuses what is no route', () => {
  expect(elsewhereSetting.safeParse('gateway:4680').success).toBe(false);
});
