import { describe, expect, test } from 'vitest';
import { asked, deriveFrom, fact, ran, said, tellDays, wroteFiles } from '../testing/story.ts';
import { type EpisodeDetails, episode } from './episode.ts';

describe('episode', () => {
  test('holds the prompts, files, commits and closing words of a session, and who asked', () => {
    const [memory] = deriveFrom(
      episode,
      tellDays([
        asked('Round the totals of the cart'),
        wroteFiles('src/cart.ts'),
        said('Let me look.'),
        asked('and commit'),
        ran('git commit -am "round"', '[main abc1234] Round totals'),
        said('Totals are rounded half to even now.'),
      ]),
    );
    expect(memory).toMatchObject({
      about: 's1',
      status: 'active',
      scope: 'project:github.com/acme/shop',
      trust: 'agent',
      anchors: ['src/cart.ts'],
      statement: '2026-11-01 ann: "Round the totals of the cart" → commit abc1234, 1 file: src/cart.ts',
      details: {
        actor: 'ann',
        prompts: ['Round the totals of the cart', 'and commit'],
        closing: 'Totals are rounded half to even now.',
      },
    });
    for (const words of ['Round the totals', 'half to even', 'src/cart.ts', 'ann'])
      expect(memory!.keywords).toContain(words);
  });

  test('is found by what people wrote, not by what harnesses wrote around it', () => {
    const [memory] = deriveFrom(
      episode,
      tellDays([
        asked('This session is being continued from a previous conversation that ran out of context.'),
        asked('a prompt of a machine', 'harness'),
        asked('<ide_opened_file>secret.ts</ide_opened_file> fix the failing test'),
        wroteFiles('a.ts'),
      ]),
    );
    expect((memory!.details as EpisodeDetails).prompts).toEqual(['fix the failing test']);
  });

  test('our own words in a closing text are not learnt again', () => {
    const echo = '<hookline memory project="x" ids="abc">\n- test: npm test\n</hookline>\nAll tests pass.';
    const [memory] = deriveFrom(episode, tellDays([asked('make the tests pass'), wroteFiles('a.ts'), said(echo)]));
    expect((memory!.details as EpisodeDetails).closing).toBe('All tests pass.');
  });

  test('a session without words of a person is none; one of two words is not told', () => {
    expect(deriveFrom(episode, tellDays([wroteFiles('a.ts')]))).toEqual([]);
    expect(deriveFrom(episode, tellDays([asked('commit this'), wroteFiles('a.ts')]))).toMatchObject([
      { status: 'proposed', reason: 'too-little-support' },
    ]);
  });

  test('a commit that is told of counts once', () => {
    const [memory] = deriveFrom(
      episode,
      tellDays([
        asked('round the totals please'),
        ran('git commit -am x', '[main abc1234] Round totals'),
        fact({
          type: 'commit',
          commit: 'abc1234def5678',
          message: 'Round totals\n\nbody',
          files: [],
          automatic: false,
        }),
      ]),
    );
    expect((memory!.details as EpisodeDetails).commits).toEqual([{ commit: 'abc1234def', title: 'Round totals' }]);
  });
});
