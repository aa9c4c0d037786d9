import { expect, test } from 'vitest';
import { called, denied, deriveFrom, fact, failed, ran, type Told, tellDays } from '../testing/story.ts';
import { permission } from './permission.ts';

const derive = (...sessions: readonly (readonly Told[])[]) => deriveFrom(permission, tellDays(...sessions));
const allow =
  (command: string): Told =>
  (call) => [{ type: 'permission', call, tool: 'Bash', decision: 'allow', by: 'person' }, ...ran(command)(call)];

test('what people allow and deny is counted by command, whatever the shell is called', () => {
  const memories = derive(
    [denied('git push origin main', 'person', 'not yet')],
    [allow('git push'), denied('git push')],
  );

  expect(memories).toMatchObject([
    {
      about: 'shell git push',
      status: 'active',
      details: { allowed: 1, denied: 2, byPeople: 2, sessions: 2 },
      statement:
        '`shell git push` was denied 2 times by people and allowed 1 time when asked (2 sessions, last 2026-11-02)',
    },
  ]);
});

test('a call that was decided and then ended so is counted once', () => {
  const refused: Told = (call) => [
    { type: 'permission', call, tool: 'Edit', decision: 'deny', by: 'person' },
    ...called('Edit', { outcome: 'denied', by: 'person' })(call),
  ];

  expect(derive([refused])).toMatchObject([{ about: 'Edit', status: 'proposed', details: { denied: 1 } }]);
});

test('what came of commits and pull requests is counted', () => {
  const commit = (message: string) => `git add -A && git commit -m "$(cat <<'EOF'\n${message}\nEOF\n)"`;
  const pull = (what: 'merged' | 'closed'): Told =>
    fact({ type: 'pull', what, repository: 'acme/shop', number: 1, title: 'x' });

  expect(
    derive([ran(commit('one')), pull('merged')], [failed('git commit -m two', 'hook failed'), pull('closed')]),
  ).toMatchObject([
    { about: 'commits', statement: '1 of 2 commits by agents went through (2 sessions, last 2026-11-02)' },
    { about: 'pull requests', statement: '1 of 2 pull requests were merged (2 sessions, last 2026-11-02)' },
  ]);
});

test('nothing is remembered of what nobody decided about', () => {
  expect(derive([ran('git push')], [ran('git push')])).toEqual([]);
});
