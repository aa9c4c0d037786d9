import { describe, expect, test } from 'vitest';
import { called, denied, deriveFrom, tellDays } from '../testing/story.ts';
import { rejection, wordsGiven } from './rejection.ts';

const told = (words: string) =>
  `The user doesn't want to proceed with this tool use. The tool use was rejected. To tell you how to proceed, the user said:\n${words}`;

describe('rejection', () => {
  test('keeps what was refused and the words of the person, for people to look at', () => {
    const stories = tellDays(
      [denied('git push --force', 'person', told('never force push here'))],
      [denied('git push -f origin main', 'person', 'Never force-push here!')],
    );
    expect(deriveFrom(rejection, stories)).toMatchObject([
      {
        status: 'proposed',
        reason: 'needs-review',
        trust: 'user',
        support: { sessions: 2, actors: 2 },
        statement: 'Refused Bash `git push`: "never force push here" (2 sessions, last 2026-11-02)',
      },
    ]);
  });

  test('a question is kept, but nobody is asked about it', () => {
    const stories = tellDays([denied('npm i left-pad', 'person', told('do we need that?'))]);
    expect(deriveFrom(rejection, stories)).toMatchObject([{ reason: 'too-little-support' }]);
  });

  test('a refusal by a rule or a hook, or without words, says nothing', () => {
    const stories = tellDays([
      denied('rm -rf x', 'rule', 'rm is forbidden here'),
      denied('rm -rf y', 'person'),
      denied('rm -rf z', 'person', "The user doesn't want to proceed with this tool use. STOP what you are doing."),
    ]);
    expect(deriveFrom(rejection, stories)).toEqual([]);
  });

  test('of an edit it names the file', () => {
    const edit = called('Edit', { outcome: 'denied', by: 'person', reason: told('leave generated files alone') }, [
      { type: 'file.write', object: 'src/generated.ts' },
    ]);
    expect(deriveFrom(rejection, tellDays([edit]))).toMatchObject([{ anchors: ['src/generated.ts'] }]);
  });

  test.each([
    ['Tool "x" was canceled by the user.', ''],
    [told('The user wants to clarify these questions.'), ''],
    [told('stop'), ''],
    ['use pnpm here', 'use pnpm here'],
    [`${told('use pnpm here')}\n\nNote: The user's next message may contain a correction.`, 'use pnpm here'],
  ])('reads the words of the person in %j', (reason, words) => {
    expect(wordsGiven(reason)).toBe(words);
  });
});
