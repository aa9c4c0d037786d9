import { expect, test } from 'vitest';
import { asked, deriveFrom, failed, ran, type Told, tellDays, wroteFiles } from '../testing/story.ts';
import { flaky } from './flaky.ts';

const derive = (...sessions: readonly (readonly Told[])[]) => deriveFrom(flaky, tellDays(...sessions));
const [pass, fail] = [ran('npm test'), failed('npm test', 'Exit code 1\nError: socket hang up')];

test('a test that comes out differently with nothing changed is flaky, and waits for a person', () => {
  expect(derive([fail, pass])).toMatchObject([{ status: 'proposed', reason: 'too-little-support' }]);
  expect(derive([fail, pass], [pass, ran('git status'), fail])).toMatchObject([
    {
      about: 'npm test',
      status: 'proposed',
      reason: 'needs-review',
      statement:
        '`npm test` came out differently 2 times in 4 runs with nothing changed in between, in 2 sessions: `Error: socket hang up` (last 2026-11-02)',
    },
  ]);
});

test.each([
  ['a file was written', [fail, wroteFiles('src/a.ts'), pass]],
  ['something was installed', [fail, ran('npm ci'), pass]],
  ['a formatter ran', [fail, ran('npm run fmt'), pass]],
  ['a person said something', [fail, asked('I fixed it'), pass]],
  ['it ran elsewhere', [failed('cd web && npm test'), pass]],
  ['it came out the same', [fail, fail]],
])('it is not where %s', (_, steps) => {
  expect(derive(steps)).toEqual([]);
});
