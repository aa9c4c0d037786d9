import { expect, test } from 'vitest';
import { tellError } from './tell-error.ts';

const fromServer = (code: string, message: string) => Object.assign(new Error(message), { code });

test('a statement that was in the way of new views may be asked again', () => {
  expect(
    tellError(fromServer('57P01', 'terminating connection due to administrator command'), 'select 1'),
  ).toMatchObject({
    status: 503,
    message: 'the statement was ended: the views it reads are made anew, or the server stops',
    hint: 'ask again',
  });
});

test('what only the server can be blamed for is not told', () => {
  for (const code of ['08006', '53300', '58030', 'XX000']) {
    expect(tellError(fromServer(code, '/var/lib/postgres is full'), 'select 1')).toBeUndefined();
  }
});
