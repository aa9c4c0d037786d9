import { describe, expect, test } from 'vitest';
import { subjectOf } from './subject.ts';

describe('what a statement is about', () => {
  test.each([
    ['The owner of checkout is Ann', 'checkout is owned by Bo', 'Cy owns checkout', "checkout's owner is Di"],
    ['main is the default branch', 'The default branch is develop', 'the default branch was trunk.'],
    ['The request timeout of api is 30 seconds', 'the request timeout of api is 5 seconds'],
    ['api listens on port 80', 'api listens on port 8080'],
    ['We deploy api with mise', 'We deploy api with make, from CI'],
    ['Use 2 spaces in TypeScript', 'always use 4 spaces in TypeScript!'],
    ['Use pnpm for installs', 'Please use npm for installs'],
    ['checkout uses Redis as its cache', 'checkout uses Valkey as its cache'],
    ['API_URL: https://a.example', 'API_URL = https://b.example'],
  ])('is the same where the same property is said to be otherwise: %s', (first, ...others) => {
    for (const other of others) expect(subjectOf(other)).toBe(subjectOf(first));
  });

  test.each([
    ['Ann owns checkout', 'Ann owns payments'],
    ['A depends on B', 'B depends on A'],
    ['Run tests in parallel', 'Run tests in the container'],
    ['main is protected', 'main is the default branch'],
    ['The port of api is 80', 'The port of web is 80'],
    ['The owner of checkout is Ann', 'The maintainer of checkout is Ann'],
    ['We use Redis', 'We use PostgreSQL'],
    ['Never commit to main', 'Never push to main'],
    ['Note: use tabs', 'Note: keep lines short'],
    ['After a merge: tag it', 'After a merge: delete the branch'],
    ['api is hosted by Acme', 'api is hosted in Frankfurt'],
    ['We discuss releases on Mondays', 'We discuss releases in the channel'],
    ['Use the cache for builds as well', 'Use the mirror for downloads as well'],
  ])('is another where both may hold: %s / %s', (first, other) => {
    expect(subjectOf(other)).not.toBe(subjectOf(first));
  });

  test('has a key for any text, at most 200 characters', () => {
    for (const text of ['', '?', 'is', 'the', '…', 'x'.repeat(1_000), 'is '.repeat(300)])
      expect(subjectOf(text).length).toBeLessThanOrEqual(200);
    expect(subjectOf('Nein!')).not.toBe('');
  });
});
