import { describe, expect, test } from 'vitest';
import { episode } from '../derivers/episode.ts';
import { asked, deriveFrom, tellDays, wroteFiles } from '../testing/story.ts';
import { wordsOf } from '../words/words-of.ts';
import type { PastWork } from './past-work.ts';
import { pastWorkOf } from './past-work.ts';
import { predictFiles } from './predict-files.ts';

const past: PastWork[] = deriveFrom(
  episode,
  tellDays(
    [asked('round the totals of the basket'), wroteFiles('src/cart.ts', 'src/money.ts')],
    [asked('let people sign in with a passkey'), wroteFiles('src/auth/session.ts')],
    [asked('make the deploy script wait for the database'), wroteFiles('ops/deploy.sh')],
  ),
).flatMap((memory) => pastWorkOf(memory) ?? []);
const paths = (prompt: string, actor?: string, more: string[] = []) =>
  predictFiles({ prompt, actor }, past, { more }).map(({ path }) => path);

describe('files that some work will change', () => {
  test('are those that similar work changed', () => {
    expect(paths('the basket shows wrong totals').slice(0, 2)).toEqual(['src/cart.ts', 'src/money.ts']);
    expect(predictFiles({ prompt: 'passkey sign in fails' }, past)[0]).toMatchObject({
      path: 'src/auth/session.ts',
      why: ['similar-work', 'often'],
      sessions: [past[1]!.session],
    });
  });

  test('are those whose path has the words, also where nobody changed them yet', () => {
    expect(paths('translate the footer', undefined, ['src/ui/Footer.tsx'])[0]).toBe('src/ui/Footer.tsx');
  });

  test('are first of all those that the prompt names', () => {
    expect(paths('the basket: see deploy.sh')[0]).toBe('ops/deploy.sh');
  });

  test('are what the same person changed before what teammates did', () => {
    const own = (actor: string): PastWork => ({
      session: actor,
      actor,
      at: '2026-11-04T10:00:00.000Z',
      files: [`src/${actor}.ts`],
      words: wordsOf('tidy the settings page'),
    });
    const both = [own('ann'), own('bob')];
    expect(predictFiles({ prompt: 'tidy the settings', actor: 'ann' }, both)[0]!.path).toBe('src/ann.ts');
    expect(predictFiles({ prompt: 'tidy the settings', actor: 'bob' }, both)[0]!.path).toBe('src/bob.ts');
  });

  test('without a word in common are those that are often changed; without a past there are none', () => {
    expect(paths('zzz')).toHaveLength(4);
    expect(predictFiles({ prompt: 'anything' }, [])).toEqual([]);
  });
});

test('names of code and words of sentences are the same words', () => {
  expect(wordsOf('getUserName in src/user_names.ts')).toEqual(wordsOf('get user name; src user names ts'));
  expect(wordsOf('HTTPServer')).toEqual(['http', 'server']);
});
