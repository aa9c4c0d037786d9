import { describe, expect, test } from 'vitest';
import { asked, deriveFrom, fact, failed, ran, readFiles, type Told, tellDays, wroteFiles } from '../testing/story.ts';
import { procedure } from './procedure.ts';

const checked: Told[] = [
  asked('round the totals'),
  wroteFiles('src/cart.ts'),
  ran('npm run format -- src'),
  ran('cd web && npm run lint'),
  ran('npm test'),
];
const names = (steps: readonly Told[], times = 3) =>
  deriveFrom(procedure, tellDays(...Array.from({ length: times }, () => steps))).map(({ about }) => about);

describe('procedure', () => {
  test('is what several people did from an edit to a check that passed', () => {
    const memories = deriveFrom(procedure, tellDays(checked, checked, checked));
    expect(memories.map(({ about, status, reason }) => ({ about, status, reason }))).toEqual([
      { about: 'edit .ts > npm run format > npm run lint', status: 'proposed', reason: 'needs-review' },
      { about: 'edit .ts > npm run format > npm run lint > npm test', status: 'proposed', reason: 'needs-review' },
    ]);
    expect(memories[1]).toMatchObject({
      trust: 'tool',
      statement:
        'edit .ts → npm run format → npm run lint → npm test (3 of 3 passed in 3 sessions of 2 people, last 2026-11-03)',
      details: {
        runs: 3,
        ok: 3,
        actors: ['ann', 'bob'],
        steps: [
          { step: 'edit .ts', command: '' },
          { step: 'npm run format', command: 'npm run format -- src' },
          { step: 'npm run lint', command: 'npm run lint' },
          { step: 'npm test', command: 'npm test' },
        ],
      },
    });
  });

  test('nobody is asked about one of a single person, of two sessions, or that often fails', () => {
    const [ofOne] = deriveFrom(procedure, tellDays(checked, [asked('x')], checked, [asked('x')], checked));
    expect(ofOne).toMatchObject({ reason: 'too-little-support', support: { sessions: 3, actors: 1 } });
    expect(deriveFrom(procedure, tellDays(checked, checked))[0]).toMatchObject({ reason: 'too-little-support' });
    const failing = [...checked.slice(0, -1), failed('npm test')];
    const [, whole] = deriveFrom(procedure, tellDays(checked, checked, failing));
    expect(whole).toMatchObject({ reason: 'too-little-support', details: { runs: 3, ok: 2 } });
  });

  test('looking around is no step, repeating one is one step', () => {
    const steps = [
      wroteFiles('a.ts', 'b.ts'),
      wroteFiles('c.ts'),
      ran('git status && grep -rn x src'),
      readFiles('a.ts'),
      ran('npm run lint'),
      failed('npm test'),
      ran('npm test'),
    ];
    expect(names(steps)).toEqual(['edit .ts > npm run lint > npm test']);
  });

  test('what follows no edit, or begins over, is none', () => {
    expect(names([ran('npm run lint'), ran('npm run build'), ran('npm test')])).toEqual([]);
    expect(names([wroteFiles('a.ts'), ran('npm test'), ran('npm run lint'), ran('npm test')])).toEqual([
      'edit .ts > npm test > npm run lint',
    ]);
  });

  test('a commit may end it', () => {
    expect(names([wroteFiles('a.md'), ran('git add -A'), ran('git commit -m "docs"')])).toEqual([
      'edit .md > git add > git commit',
    ]);
  });

  test('what a person said how to do something waits for review too', () => {
    const said = fact({
      type: 'remembered',
      as: 'procedure',
      statement: 'Release with make release',
      scope: 'person',
      by: 'person',
    });
    expect(deriveFrom(procedure, tellDays([said]))).toMatchObject([{ status: 'proposed', reason: 'needs-review' }]);
  });
});
