import { expect, test } from 'vitest';
import type { Brief } from '../../api/outline-columns.ts';
import { chosenLines, linesOf } from './lines.ts';

const entry = (type: Brief['type'], id: string, rest: object = {}): Brief =>
  ({ type, id, start: 0, end: 0, agent: type === 'agent' ? null : 'main', words: '', ...rest }) as unknown as Brief;
const turn = entry('turn', 'turn1', { words: 'Fix it', outcome: 'ended' });
const call = (id: string, rest: object = {}) =>
  entry('call', id, { tool: 'Bash', words: `run ${id}`, outcome: 'ok', path: null, ...rest });
const ids = (lines: readonly { entry: Brief }[]) => lines.map((line) => line.entry.id);

test('gives accesses to files to the call that made them, and keeps those that no call made', () => {
  const mine = entry('file', 'file1', { call: 'call1', path: 'a.ts' });
  const nobodys = entry('file', 'file2', { call: null, path: 'b.ts' });

  const lines = linesOf({ entries: [turn, call('call1'), mine, nobodys] });

  expect(ids(lines.all)).toEqual(['turn1', 'call1', 'file2']);
  expect(lines.byId.get('call1')?.files).toEqual([mine]);
});

test('shows a prompt once, as its turn, one that joined a turn as a line, and no message without words', () => {
  const prompt = entry('message', 'turn1', { role: 'user', words: 'Fix it' });
  const joined = entry('message', 'joined', { role: 'user', words: 'And this' });
  const silent = entry('message', 'silent', { role: 'assistant', words: '' });

  expect(ids(linesOf({ entries: [turn, prompt, joined, silent] }).all)).toEqual(['turn1', 'joined']);
});

test('nests what a subagent of a subagent did', () => {
  const outer = entry('agent', 'outer', { agent: 'main', name: 'Explore' });
  const inner = entry('agent', 'inner', { agent: 'outer', name: 'Search' });

  const lines = linesOf({ entries: [outer, inner, call('call1', { agent: 'inner' }), call('call2')] });

  expect(lines.all.map(({ depth, lane }) => [depth, lane?.name])).toEqual([
    [0, undefined],
    [1, 'Explore'],
    [2, 'Search'],
    [0, undefined],
  ]);
});

test('ends with agents that name each other as parent', () => {
  const one = entry('agent', 'one', { agent: 'two', name: null });
  const two = entry('agent', 'two', { agent: 'one', name: null });

  expect(linesOf({ entries: [one, two] }).all.map(({ depth }) => depth)).toEqual([2, 2]);
});

test('a filter keeps the turns of what it leaves, and only those', () => {
  const later = entry('turn', 'turn2', { words: 'Then this', outcome: 'ended' });
  const entries = [turn, call('call1'), call('call2', { outcome: 'failed' }), later, call('call3')];
  const lines = linesOf({ entries }).all;

  expect(ids(chosenLines(lines, 'problems', ''))).toEqual(['turn1', 'call2']);
  expect(ids(chosenLines(lines, 'all', 'RUN call3'))).toEqual(['turn2', 'call3']);
  expect(ids(chosenLines(lines, 'all', 'then'))).toEqual(['turn2']);
});
