import type { CloudEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { foldEvents } from './fold-events.ts';
import { planAt } from './plans/plans.ts';
import { event, recorded, second } from './test-events.ts';

const given = (...events: CloudEvent[]) => foldEvents(recorded(events));
const at = (seconds: number) => ({ atMs: seconds * 1_000 });

const prompt = event('prompt.submitted', { text: 'go', by: 'person' }, at(1));
const inTurn = (seconds: number) => ({ ...at(seconds), turn: prompt.id });

test('a turn is open until something ends it', () => {
  expect(given(prompt).turns).toMatchObject([{ turn: prompt.id, prompt: 'go', outcome: 'open', startedAt: second(1) }]);
});

test('a turn that a hook sent back to work ends when it ends at last', () => {
  const { turns } = given(
    prompt,
    event('turn.ended', { text: 'first' }, inTurn(2)),
    event('turn.ended', { text: 'at last', continued: true }, inTurn(5)),
  );

  expect(turns).toMatchObject([{ outcome: 'ended', closing: 'at last', endedAt: second(5) }]);
});

test('a turn whose prompt was never seen is known by its end', () => {
  const failed = event('turn.failed', { error: 'overloaded' }, { turn: 'turn-x' });

  expect(given(failed).turns).toMatchObject([{ turn: 'turn-x', prompt: null, outcome: 'failed', error: 'overloaded' }]);
});

test('a prompt in the middle of a turn joins it', () => {
  const joining = event('prompt.submitted', { text: 'and the tests', by: 'person', midTurn: true }, inTurn(2));
  const ended = event('turn.ended', { text: 'both done' }, inTurn(3));

  for (const order of [
    [prompt, joining, ended],
    [ended, joining, prompt],
  ]) {
    const { turns, messages, sessions } = given(...order);
    expect(turns).toMatchObject([{ turn: prompt.id, prompt: 'go', outcome: 'ended', closing: 'both done' }]);
    expect(messages.map(({ text, turn }) => [text, turn])).toEqual([
      ['go', prompt.id],
      ['and the tests', prompt.id],
    ]);
    expect(sessions).toMatchObject([{ turns: 1, openTurn: null }]);
  }
  expect(given(prompt, joining).sessions).toMatchObject([{ turns: 1, openTurn: prompt.id }]);
});

test('a blocked prompt is a turn that was blocked', () => {
  expect(given(prompt, event('prompt.blocked', { reason: 'secret' }, inTurn(2))).turns).toMatchObject([
    { outcome: 'blocked', error: 'secret' },
  ]);
});

test('the conversation has prompts and answers in order', () => {
  const answer = event('message.sent', { role: 'assistant', text: 'done' }, inTurn(4));

  expect(given(answer, prompt).messages.map(({ role, text, turn }) => [role, text, turn])).toEqual([
    ['user', 'go', prompt.id],
    ['assistant', 'done', prompt.id],
  ]);
});

test('several events about one message of a model are one use', () => {
  const called = (output: number, seconds: number) =>
    event('model.called', { model: 'claude-5', nativeMessage: 'msg', tokens: { input: 5, output } }, at(seconds));

  expect(given(called(7, 1), called(90, 3), called(40, 2)).usage).toMatchObject([
    { message: 'msg', inputTokens: 5, outputTokens: 90, cacheReadTokens: null, costUsd: null, at: second(1) },
  ]);
});

test('an agent is known by its start, its link and its end, in any order', () => {
  const events = [
    event('agent.started', { agent: 'a1', type: 'Explore' }, at(1)),
    event('agent.linked', { agent: 'a1', call: 'toolu_1', parent: 'main', depth: 1 }, at(2)),
    event('agent.ended', { agent: 'a1', type: '', outcome: 'ok', text: 'found it' }, at(5)),
  ];

  for (const order of [events, events.toReversed()]) {
    expect(given(...order).agents).toMatchObject([
      {
        agent: 'a1',
        parent: 'main',
        call: 'toolu_1',
        type: 'Explore',
        depth: 1,
        startedAt: second(1),
        endedAt: second(5),
        outcome: 'ok',
        text: 'found it',
      },
    ]);
  }
});

test('an agent that was not seen to start is there once it acts', () => {
  const call = { call: 'c', tool: 'Bash', effects: [], input: {} };
  const acts = { ...event('tool.started', call, at(1)), agent: 'a2' };
  const main = { ...event('tool.started', call, at(1)), agent: 'main' };

  expect(given(acts, main).agents).toMatchObject([{ agent: 'a2', type: null, startedAt: null, outcome: 'running' }]);
});

test('files are told by access', () => {
  const { files } = given(
    event('file.read', { path: 'a.ts', hash: 'h1', totalLines: 3 }, at(1)),
    event('file.written', { path: 'a.ts', how: 'edit', hashBefore: 'h1', hashAfter: 'h2', linesAdded: 1 }, at(2)),
    event('file.written', { path: 'b.ts', from: 'a.ts', how: 'move' }, at(3)),
    event('file.changed', { path: 'b.ts', change: 'unlink' }, at(4)),
  );

  expect(files).toMatchObject([
    { path: 'a.ts', how: 'read', hash: 'h1', totalLines: 3 },
    { path: 'a.ts', how: 'edit', hashBefore: 'h1', hash: 'h2', linesAdded: 1 },
    { path: 'b.ts', how: 'move', fromPath: 'a.ts' },
    { path: 'b.ts', how: 'change', change: 'unlink' },
  ]);
});

test('a plan at a moment is the last whole list with what changed since', () => {
  const whole = event(
    'plan.updated',
    { whole: true, items: [item('1', 'build', 'active'), item('2', 'ship', 'pending')] },
    at(1),
  );
  const changed = event(
    'plan.updated',
    { whole: false, items: [item('1', 'build', 'done'), item('2', 'ship', 'deleted')] },
    at(2),
  );
  const task = event('task.created', { task: '3', title: 'rest' }, at(3));

  const { plans } = given(task, changed, whole);

  expect(planAt(plans.slice(0, 1))).toMatchObject([{ id: '1', status: 'active' }, { id: '2' }]);
  expect(planAt(plans)).toEqual([item('1', 'build', 'done'), item('3', 'rest', 'pending')]);
});

function item(id: string, text: string, status: 'pending' | 'active' | 'done' | 'deleted') {
  return { id, text, status };
}

test('events without a session are in no read model', () => {
  const dropped = event('capture.dropped', { entries: 2, reason: 'full' }, { session: '-' });

  expect(Object.values(given(dropped)).flat()).toEqual([]);
});
