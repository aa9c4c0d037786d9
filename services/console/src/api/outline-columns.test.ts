import { expect, test } from 'vitest';
import { joined, type OutlineAnswer, read } from './outline-columns.ts';

const none = { id: [], start: [], end: [], agent: [] };
const answer = (rest: object): OutlineAnswer =>
  ({
    session: 's',
    last: 0,
    whole: true,
    first: 0,
    events: { position: [], atMs: [], kind: [] },
    kinds: [],
    asks: { event: [], about: [], answered: [] },
    turns: none,
    calls: none,
    messages: none,
    files: none,
    agents: none,
    plans: none,
    usage: none,
    ...rest,
  }) as unknown as OutlineAnswer;

const before = read(
  answer({
    last: 12,
    events: { position: [10, 1, 1], atMs: [1_000, 50, 0], kind: [0, 1, 1] },
    kinds: ['prompt.submitted', 'tool.started'],
    calls: { id: ['a', 'b'], start: [1, 2], end: [-1, -1], agent: ['main', 'main'] },
    turns: { id: ['t'], start: [0], end: [-1], agent: ['main'] },
  }),
);

test('reads columns as entries in order, and distances as positions and times', () => {
  expect(before.positions).toEqual([10, 11, 12]);
  expect(before.atMs).toEqual([1_000, 1_050, 1_050]);
  expect(before.kinds).toEqual(['prompt.submitted', 'tool.started', 'tool.started']);
  expect(before.entries.map(({ id }) => id)).toEqual(['t', 'a', 'b']);
});

test('what came later goes behind what was there: a call that ended keeps its beginning', () => {
  const after = joined(
    before,
    answer({
      last: 20,
      whole: false,
      first: 3,
      events: { position: [15, 5], atMs: [2_000, 100], kind: [0, 1] },
      kinds: ['tool.finished', 'message.sent'],
      calls: { id: ['a'], start: [-1], end: [3], agent: ['main'] },
      messages: { id: ['m'], start: [4], end: [4], agent: ['main'] },
    }),
  );

  expect(after.positions).toEqual([10, 11, 12, 15, 20]);
  expect(after.entries.map(({ id, start, end }) => [id, start, end])).toEqual([
    ['t', 0, -1],
    ['a', 1, 3],
    ['b', 2, -1],
    ['m', 4, 4],
  ]);
});

test('what two answers both hold is there once', () => {
  const again = answer({
    last: 12,
    whole: false,
    first: 2,
    events: { position: [12], atMs: [1_050], kind: [0] },
    kinds: ['tool.started'],
  });

  expect(joined(before, again).positions).toEqual([10, 11, 12]);
});
