import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

test('so many run at once, others are turned away, and who failed makes room', async () => {
  const limited = atMost(2, 'looks');
  const held = Promise.withResolvers<string>();
  const first = limited(() => held.promise);
  const second = limited(() => Promise.reject(new Error('failed')));

  await expect(limited(async () => 'third')).rejects.toMatchObject({
    status: 429,
    message: expect.stringContaining('2 looks'),
  });
  await expect(second).rejects.toThrow('failed');
  expect(await limited(async () => 'fourth')).toBe('fourth');
  held.resolve('first');
  expect(await first).toBe('first');
});
