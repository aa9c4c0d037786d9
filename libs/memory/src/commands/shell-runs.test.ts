import { expect, test } from 'vitest';
import { called, failed, ran, type Told, tellDays } from '../testing/story.ts';
import { shellRuns } from './shell-runs.ts';

const runs = (...steps: readonly Told[]) => tellDays(steps).flatMap((story) => shellRuns(story));

test('the outcome of a piped command is not known: the exit code is that of the last program', () => {
  expect(runs(ran('npm test 2>&1 | tail -20'))).toMatchObject([
    { key: 'npm test', ok: undefined },
    { key: 'tail', ok: true },
  ]);
});

test.each([
  ['npm run fmt && npm run lint', [true, true], [undefined, undefined]],
  ['npm run fmt; npm run lint', [undefined, true], [undefined, false]],
  ['npm run fmt\nnpm run lint', [undefined, true], [undefined, false]],
  ['npm run fmt || npm run lint', [undefined, undefined], [undefined, undefined]],
  ['npm test || true', [undefined, undefined], [undefined, undefined]],
  ['npm test &', [undefined], [undefined]],
  ['npm test;', [true], [false]],
  ['cd web && npm test', [true], [false]],
])('of %j a success tells %j and a failure %j', (command, succeeded, refused) => {
  expect(runs(ran(command)).map(({ ok }) => ok)).toEqual(succeeded);
  expect(runs(failed(command)).map(({ ok }) => ok)).toEqual(refused);
});

test('a call takes as long as its only command, whatever looks at the output', () => {
  expect(runs(ran('npm test 2>&1 | grep -v ok | tail -20', '', 1_200))[0]).toMatchObject({ durationMs: 1_200 });
  expect(runs(ran('npm run fmt && npm run lint'))).toMatchObject([
    { durationMs: undefined },
    { durationMs: undefined },
  ]);
});

test('calls that did not run to their end tell nothing', () => {
  const effects = [{ type: 'process.exec', object: 'npm test' }];

  expect(runs(called('Bash', { outcome: 'denied' }, effects))).toEqual([]);
  expect(runs(called('Bash', { outcome: 'invalid' }, effects))).toEqual([]);
  expect(runs(called('Bash', { outcome: 'abandoned' }, effects))).toEqual([]);
  expect(runs(called('Bash', { background: true }, effects))).toEqual([]);
});
