import { expect, test } from 'vitest';
import type { Entry } from '../../api/shapes.ts';
import { chosenLines, linesOf } from './lines.ts';

const entry = (type: Entry['type'], id: string, rest: object = {}): Entry =>
  ({
    type,
    id,
    [type]: id,
    agent: 'main',
    at: null,
    order: id,
    position: 1,
    call: type === 'call' ? id : null,
    ...rest,
  }) as unknown as Entry;
const turn = entry('turn', 'turn1', { prompt: 'Fix it', outcome: 'ended' });
const call = (id: string, rest: object = {}) =>
  entry('call', id, {
    tool: 'Bash',
    effects: [],
    input: { command: `run ${id}` },
    outcome: 'ok',
    error: null,
    ...rest,
  });
const ids = (lines: readonly { entry: Entry }[]) => lines.map((line) => line.entry.id);

test('gives accesses to files to the call that made them, and keeps those that no call made', () => {
  const mine = entry('file', 'file1', { call: 'call1', path: 'a.ts' });
  const nobodys = entry('file', 'file2', { path: 'b.ts' });

  const lines = linesOf([turn, call('call1'), mine, nobodys]);

  expect(ids(lines.all)).toEqual(['turn1', 'call1', 'file2']);
  expect(lines.byId.get('call1')?.files).toEqual([mine]);
});

test('shows a prompt once, as its turn, and no message without words', () => {
  const prompt = entry('message', 'turn1-message', { role: 'user', text: 'Fix it', thinking: null });
  const silent = entry('message', 'silent', { role: 'assistant', text: null, thinking: null });

  expect(ids(linesOf([turn, prompt, silent]).all)).toEqual(['turn1']);
});

test('nests what a subagent of a subagent did', () => {
  const outer = entry('agent', 'outer', { agent: 'outer', parent: 'main', agentType: 'Explore' });
  const inner = entry('agent', 'inner', { agent: 'inner', parent: 'outer', agentType: 'Search' });

  const lines = linesOf([outer, inner, call('call1', { agent: 'inner' }), call('call2')]);

  expect(lines.all.map(({ depth, lane }) => [depth, lane?.name])).toEqual([
    [0, undefined],
    [1, 'Explore'],
    [2, 'Search'],
    [0, undefined],
  ]);
});

test('ends with agents that name each other as parent', () => {
  const one = entry('agent', 'one', { agent: 'one', parent: 'two', agentType: null });
  const two = entry('agent', 'two', { agent: 'two', parent: 'one', agentType: null });

  expect(linesOf([one, two]).all.map(({ depth }) => depth)).toEqual([2, 2]);
});

test('a filter keeps the turns of what it leaves, and only those', () => {
  const later = entry('turn', 'turn2', { prompt: 'Then this', outcome: 'ended' });
  const lines = linesOf([turn, call('call1'), call('call2', { outcome: 'failed' }), later, call('call3')]).all;

  expect(ids(chosenLines(lines, 'problems', ''))).toEqual(['turn1', 'call2']);
  expect(ids(chosenLines(lines, 'all', 'RUN call3'))).toEqual(['turn2', 'call3']);
  expect(ids(chosenLines(lines, 'all', 'then'))).toEqual(['turn2']);
});
