import { expect, test } from 'vitest';
import { personNamed, whoSays } from './person.ts';

test('a name is one line of what can be seen, cut, and never alone where a token speaks', () => {
  const grant = { tokenId: 't', name: 'a token', kind: 'person', tenant: 'default', scopes: [] } as const;

  expect(personNamed('Ann%20%C3%85ngstr%C3%B6m')).toBe('Ann Ångström');
  expect(personNamed('a\n\u202eb\0%zz')).toBe('a b%zz');
  expect(personNamed('x'.repeat(500))).toHaveLength(200);
  expect(personNamed('\u200b ')).toBeUndefined();
  expect(whoSays(grant, 'Ann')).toBe('Ann (a token)');
  expect(whoSays(grant, '\u200b ')).toBe('a token');
  expect(whoSays(grant, undefined)).toBe('a token');
});
