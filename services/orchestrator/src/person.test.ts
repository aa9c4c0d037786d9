import type { Grant } from '@hookline/access';
import { expect, test } from 'vitest';
import { mustBePerson } from './person.ts';

const grant = (kind: Grant['kind'], scopes: Grant['scopes'], project?: string): Grant => ({
  tokenId: 't',
  name: 'a token',
  kind,
  tenant: 'default',
  scopes,
  ...(project !== undefined && { project }),
});

test('people and administrators decide; machines, services and tokens for one thing do not', () => {
  for (const good of [grant('person', ['read', 'work']), grant('person', ['admin']), grant('service', ['admin'])]) {
    expect(() => mustBePerson(good, 'deciding')).not.toThrow();
  }
  for (const bad of [
    grant('edge', ['ingest', 'read', 'work']),
    grant('service', ['read', 'work']),
    grant('person', ['read']),
    grant('person', ['work']),
  ]) {
    expect(() => mustBePerson(bad, 'deciding')).toThrow(`the token "a token" is a ${bad.kind}'s`);
  }
});
