import { expect, test } from 'vitest';
import { taskOf, UnfitItemError } from './item.ts';

const item = (payload: unknown, more: object = {}) => ({ id: 'i1', queue: 'review', fence: 1, payload, ...more });

test('an item of a rule says what to do, in what, and after which session', () => {
  const cause = { firing: 'f', rule: 'r', session: 'claude-code:1', position: 7 };
  const task = taskOf(item({ prompt: 'Review', model: 'opus', isolate: 'none', handoff: true, cause, pr: 12 }));

  expect(task).toEqual({
    prompt: 'Review',
    model: 'opus',
    isolate: 'none',
    details: { pr: 12 },
    handOff: { session: 'claude-code:1', position: 7 },
    carry: true,
  });
});

test('a text is a prompt, and nulls are absent', () => {
  expect(taskOf(item('Fix it'))).toMatchObject({ prompt: 'Fix it', isolate: 'worktree', details: {} });
  expect(taskOf(item({ prompt: 'Fix it', harness: null, cause: null })).handOff).toBeUndefined();
});

test.each([
  ['none is wanted', { handoff: false, cause: { session: 'a:1' } }, undefined],
  ['the event was of no session', { cause: { session: '-', position: 3 } }, undefined],
  ['one is named', { handoff: { session: 'b:2' }, cause: { session: 'a:1', position: 3 } }, { session: 'b:2' }],
])('the hand-off when %s', (_, payload, expected) => {
  expect(taskOf(item({ prompt: 'Go on', ...payload })).handOff).toEqual(expected);
});

test('what a session left is not carried over where the item says so', () => {
  const task = taskOf(item({ prompt: 'Go on', carry: false }));

  expect([task.carry, task.details]).toEqual([false, {}]);
});

test('an item that is about a session is handed that', () => {
  expect(taskOf(item('Go on', { session: 'a:1' })).handOff).toEqual({ session: 'a:1' });
});

/** What a program would take for something else than a model. */
const options = ['--yolo', '-c', '--allowed-tools=run_shell_command', 'a b', 'a\n--yolo'].map((model): [unknown] => [
  { prompt: 'a', model },
]);

test.each<[unknown]>([[{}], [{ prompt: ' ' }], [{ prompt: 3 }], [null], [{ prompt: 'a', budgetUsd: -1 }], ...options])(
  'nobody can do %j',
  (payload) => {
    expect(() => taskOf(item(payload))).toThrow(UnfitItemError);
  },
);
