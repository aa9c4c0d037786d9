import { expect, test } from 'vitest';
import { createApp } from './app.ts';

test('the secret of a shared page is in no log, also where making the page fails', async () => {
  const logged: unknown[] = [];
  const app = createApp({ host: '127.0.0.1', publicHosts: [], logger: { error: (fields) => logged.push(fields) } });
  app.get('/shared/:secret', () => {
    throw new TypeError('it broke');
  });

  const answer = await app.request('http://127.0.0.1/shared/very-secret', { headers: { host: '127.0.0.1' } });

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('it broke');
  expect(logged).toMatchObject([{ path: '/shared/…' }]);
});
