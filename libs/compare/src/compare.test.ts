import { ToldSession } from '@hookline/handoff/told-session';
import { expect, test } from 'vitest';
import { compareStates } from './compare.ts';

const unknown = { price: () => null, contents: { left: new Map(), right: new Map() } };
const asked = () => new ToldSession().begin().prompt('Fix the totals');
const step = (text: string, status: 'pending' | 'done') => ({ id: text, text, status });

test('two moments of one session differ by what happened between them', () => {
  const session = asked()
    .tell('plan.updated', { whole: true, items: [step('find it', 'pending')] })
    .run('npm test', 'red');
  const before = session.state();
  session
    .tell('plan.updated', { whole: true, items: [step('find it', 'done'), step('test it', 'pending')] })
    .tell('file.written', { path: 'cart.ts', how: 'edit', linesAdded: 3, linesRemoved: 1 })
    .run('npm test')
    .tell('turn.ended', { text: 'Fixed.' });

  const { left, right, plan, calls, files } = compareStates(before, session.state(), unknown);

  expect([left, right]).toMatchObject([
    {
      calls: 1,
      failures: 1,
      filesWritten: 0,
      durationMs: 4_000,
      outcome: 'open',
      failing: ['npm test'],
      closing: null,
    },
    { calls: 2, failures: 1, filesWritten: 1, durationMs: 9_000, outcome: 'ended', failing: [], closing: 'Fixed.' },
  ]);
  expect(plan).toEqual([
    { text: 'find it', left: 'pending', right: 'done' },
    { text: 'test it', left: null, right: 'pending' },
  ]);
  expect(calls).toMatchObject([{ tool: 'shell', left: { calls: 1, failures: 1 }, right: { calls: 2, failures: 1 } }]);
  expect(files).toMatchObject([{ path: 'cart.ts', change: 'only-right', left: null, right: { linesAdded: 3 } }]);
});

test('files are the same or differ only where both contents are known', () => {
  const wrote = (...paths: string[]) =>
    paths.reduce((session, path) => session.tell('file.written', { path, how: 'edit' }), asked()).state();
  const contents = {
    left: new Map([
      ['a', '1'],
      ['b', '1'],
      ['c', '1'],
    ]),
    right: new Map([
      ['a', '1'],
      ['b', '2'],
    ]),
  };

  const { files } = compareStates(wrote('a', 'b', 'c', 'd'), wrote('a', 'b', 'c'), { ...unknown, contents });

  expect(files.map(({ path, change }) => [path, change])).toEqual([
    ['a', 'same'],
    ['b', 'differs'],
    ['c', 'unknown'],
    ['d', 'only-left'],
  ]);
});

test('the same file of two people is one file', () => {
  const wrote = (home: string) =>
    new ToldSession(home)
      .begin()
      .tell('file.written', { path: `${home}/shop/src/cart.ts`, how: 'edit' })
      .state();
  const contents = {
    left: new Map([['/home/ada/shop/src/cart.ts', '1']]),
    right: new Map([['/home/bob/shop/src/cart.ts', '1']]),
  };

  const { files } = compareStates(wrote('/home/ada'), wrote('/home/bob'), { ...unknown, contents });

  expect(files).toMatchObject([{ path: 'src/cart.ts', change: 'same' }]);
});

test('a cost is told when every answer of a model has one, and is unknown otherwise', () => {
  const called = (nativeMessage: string) => ({ model: 'gpt-6', nativeMessage, tokens: { input: 10, output: 5 } });
  const state = asked().tell('model.called', called('one')).tell('model.called', called('two')).state();
  const price = ({ message }: { message: string }) => (message === 'one' ? 0.25 : null);

  expect(compareStates(state, state, { ...unknown, price: () => 0.25 }).left).toMatchObject({
    costUsd: 0.5,
    tokens: { input: 20, output: 10, cacheRead: null },
  });
  expect(compareStates(state, state, { ...unknown, price }).left.costUsd).toBeNull();
});
