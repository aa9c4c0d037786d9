import { expect, test } from 'vitest';
import { deriveFrom, failed, ran, type Told, tellDays } from '../testing/story.ts';
import { violation } from './violation.ts';

const derive = (...sessions: readonly (readonly Told[])[]) => deriveFrom(violation, tellDays(...sessions));
const statuses = (...sessions: readonly (readonly Told[])[]) =>
  Object.fromEntries(derive(...sessions).map(({ home, status }) => [home.replace(/@.*|:github.*/, ''), status]));

const unchecked = [
  failed(
    'mise run lint',
    'Exit code 1\ncmd/a.go:12:5: Error return value is not checked (errcheck)\n1 issues:\n* errcheck: 1',
  ),
];
const other = [ran('true')];

test('a rule that two people broke in three sessions is told to all, and what one breaks to that one', () => {
  expect(statuses(unchecked, unchecked)).toEqual({
    project: 'proposed',
    'person:ann': 'proposed',
    'person:bob': 'proposed',
  });
  expect(statuses(unchecked, unchecked, unchecked)).toEqual({
    project: 'active',
    'person:ann': 'proposed',
    'person:bob': 'proposed',
  });
  expect(statuses(unchecked, other, unchecked, other, unchecked)).toEqual({
    project: 'proposed',
    'person:ann': 'active',
  });
});

test('it says which rule, how often and what the linter says', () => {
  const memory = derive(unchecked, unchecked, unchecked).find(({ home }) => home.startsWith('project:'))!;

  expect(memory.about).toBe('golangci-lint:errcheck');
  expect(memory.statement).toBe(
    'golangci-lint `errcheck` was broken 3 times in 3 sessions by 2 people, for example `Error return value is not checked` (last 2026-11-03)',
  );
});

test('a file that is only shown may hold any rule', () => {
  expect(derive([ran('cat lint.log', 'cmd/a.go:12:5: Error return value is not checked (errcheck)')])).toEqual([]);
});
