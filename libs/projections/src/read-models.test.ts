import type { CloudEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { foldEvents } from './fold-events.ts';
import { planAt } from './plans/plans.ts';
import { event, recorded, second, session } from './test-events.ts';

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

test('events of one request without a message id are one use, those with neither are each their own', () => {
  const called = (more: object) => event('model.called', { model: 'claude-5', tokens: { output: 5 }, ...more });

  const { usage } = given(
    called({ nativeRequest: 'req' }),
    called({ nativeRequest: 'req' }),
    called({ nativeMessage: 'msg', nativeRequest: 'req-2' }),
    called({ nativeMessage: 'msg', nativeRequest: 'req-2' }),
    called({}),
    called({}),
  );

  expect(usage.map(({ request, outputTokens }) => [request, outputTokens])).toEqual([
    ['req', 5],
    ['req-2', 5],
    [null, 5],
    [null, 5],
  ]);
});

test('what a part of a message did not say is taken from another part, the greater number of each', () => {
  const called = (tokens: object, seconds: number) =>
    event('model.called', { model: 'claude-5', nativeMessage: 'msg', tokens }, at(seconds));

  expect(given(called({ input: 3, output: 9 }, 1), called({ output: 2, cacheRead: 40 }, 2)).usage).toMatchObject([
    { inputTokens: 3, outputTokens: 9, cacheReadTokens: 40, reasoningTokens: null },
  ]);
});

test('agents of a session and of its fork are two trees, and the fork names the session it came from', () => {
  const fork = 'claude-code:fork';
  const { agents, sessions } = given(
    event('agent.started', { agent: 'a1', type: 'Explore' }, at(1)),
    event('agent.linked', { agent: 'a1', call: 'toolu_1', parent: 'main', depth: 1 }, at(2)),
    event(
      'session.forked',
      { nativeSession: 'fork', parentSession: session, forkPoint: 'row-7' },
      { ...at(3), session: fork },
    ),
    event('agent.started', { agent: 'a1', type: 'Plan' }, { ...at(4), session: fork }),
    event('agent.started', { agent: 'a2' }, { ...at(5), session: fork, parentagent: 'a1' }),
  );

  expect(agents.map((row) => [row.session, row.agent, row.type, row.parent])).toEqual([
    [session, 'a1', 'Explore', 'main'],
    [fork, 'a1', 'Plan', null],
    [fork, 'a2', null, 'a1'],
  ]);
  expect(sessions.find((row) => row.session === fork)).toMatchObject({ forked: true, parentSession: session });
});

test('an agent that goes on in a resumed session is one agent', () => {
  const { agents } = given(
    event('agent.started', { agent: 'a1', type: 'Explore' }, at(1)),
    event('session.ended', { reason: 'logout' }, at(2)),
    event('session.resumed', { nativeSession: 'n' }, at(3)),
    event('agent.ended', { agent: 'a1', outcome: 'ok', text: 'found it' }, at(4)),
  );

  expect(agents).toMatchObject([{ agent: 'a1', startedAt: second(1), endedAt: second(4), outcome: 'ok' }]);
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

test('a whole list forgets what was on the list before, tasks included, and what is deleted may come back', () => {
  const task = event('task.created', { task: '1', title: 'build', description: 'all of it' }, at(1));
  const done = event('task.completed', { task: '1', title: 'build' }, at(2));
  const whole = event('plan.updated', { whole: true, items: [item('2', 'ship', 'active')] }, at(3));
  const gone = event('plan.updated', { whole: false, items: [item('2', 'ship', 'deleted')] }, at(4));
  const back = event('plan.updated', { whole: false, items: [item('2', 'ship', 'pending')] }, at(5));
  const after = (...events: CloudEvent[]) => planAt(given(...events).plans);

  expect(after(task, done)).toEqual([{ id: '1', text: 'build', status: 'done', detail: 'all of it' }]);
  expect(after(done, task)).toEqual(after(task, done));
  expect(after(whole, done, task)).toEqual([item('2', 'ship', 'active')]);
  expect(after(task, done, whole, gone)).toEqual([]);
  expect(after(back, gone, whole)).toEqual([item('2', 'ship', 'pending')]);
});

function item(id: string, text: string, status: 'pending' | 'active' | 'done' | 'deleted') {
  return { id, text, status };
}

test('events without a session are in no read model', () => {
  const dropped = event('capture.dropped', { entries: 2, reason: 'full' }, { session: '-' });

  expect(Object.values(given(dropped)).flat()).toEqual([]);
});
