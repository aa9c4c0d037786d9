import type { CloudEvent } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import { foldEvents } from '../fold-events.ts';
import { event, recorded, second, session } from '../test-events.ts';
import { livenessOf, waitingFor } from './liveness.ts';
import type { SessionRow } from './session-row.ts';

function given(...events: CloudEvent[]): SessionRow {
  return foldEvents(recorded(events)).sessions[0]!;
}

const at = (seconds: number) => ({ atMs: seconds * 1_000 });
const started = event('session.started', { nativeSession: 'n', cwd: '/srv/shop', model: 'claude-5' }, at(0));
const asked = (text: string, seconds: number) => event('prompt.submitted', { text, by: 'person' }, at(seconds));
const bash = { tool: 'Bash', effects: [] };

test('a session has what its start said', () => {
  expect(given(started)).toMatchObject({
    session,
    nativeSession: 'n',
    harness: 'claude-code',
    project: 'github.com/acme/shop',
    cwd: '/srv/shop',
    model: 'claude-5',
    startedAt: second(0),
    endedAt: null,
    origins: ['hook'],
    events: 1,
  });
});

test('the first prompt of a person is the title, in one line and cut', () => {
  const long = `Fix\n  the ${'very '.repeat(40)}broken build`;

  const { title } = given(
    event('prompt.submitted', { text: 'task notification', by: 'harness' }, at(1)),
    asked(long, 2),
    asked('and another thing', 3),
  );

  expect(title).toMatch(/^Fix the very very .*…$/);
  expect(title).toHaveLength(120);
});

test('a title that the harness gave wins over the prompt', () => {
  expect(given(event('session.titled', { title: 'Build' }, at(1)), asked('Fix the build', 2)).title).toBe('Build');
});

test('a late fact does not undo a newer one', () => {
  const switched = event('model.switched', { to: 'claude-6' }, at(9));

  expect(given(switched, started).model).toBe('claude-6');
});

test('a fork knows its parent', () => {
  const forked = event('session.forked', { nativeSession: 'n', parentSession: 'claude-code:old', forkPoint: 'row-7' });

  expect(given(forked)).toMatchObject({ forked: true, parentSession: 'claude-code:old', forkPoint: 'row-7' });
});

test('a session that took the place of another in its process names it', () => {
  const cleared = event('session.started', { nativeSession: 'n', previousSession: 'claude-code:old' });

  expect(given(cleared)).toMatchObject({ forked: false, parentSession: 'claude-code:old', forkPoint: null });
});

test('what the bus adds by itself is not something that the session did', () => {
  const reconciled = event('capture.reconciled', { byHooks: 4, byRecord: 5, merged: 3, missing: ['toolu_9'] }, at(99));

  expect(given(started, reconciled)).toMatchObject({
    lastEventAt: second(0),
    lastKind: 'session.started',
    reconciled: { byHooks: 4, byRecord: 5, merged: 3, missing: ['toolu_9'], missingTotal: 1 },
  });
});

test('comparisons add up, and of many missing ids the first hundred are kept', () => {
  const many = Array.from({ length: 150 }, (_, index) => `toolu_${String(index).padStart(3, '0')}`);
  const first = event('capture.reconciled', { byHooks: 4, byRecord: 5, merged: 3, missing: many }, at(99));
  const second = event('capture.reconciled', { byHooks: 1, byRecord: 1, merged: 1, missing: ['a'] }, at(120));

  const { reconciled } = given(started, second, first);
  expect(reconciled).toMatchObject({ byHooks: 5, byRecord: 6, merged: 4, missingTotal: 151 });
  expect(reconciled!.missing).toEqual(['a', ...many.slice(0, 99)]);
});

test('two processes on one session are both named', () => {
  const resumed = event('session.resumed', { nativeSession: 'n', pid: 7 });

  expect(given(event('session.started', { nativeSession: 'n', pid: 12 }), resumed).pids).toEqual([7, 12]);
});

describe('a session', () => {
  const ended = event('session.ended', { reason: 'logout' }, at(10));
  const stateOf = (seconds: number, ...events: CloudEvent[]) => livenessOf(given(...events), second(seconds));
  const day = 24 * 60 * 60;

  test('is ended after its end', () => {
    expect(stateOf(day, started, ended)).toBe('ended');
    expect(given(started, ended).endReason).toBe('logout');
  });

  test('is not ended any more when it goes on', () => {
    const row = given(started, ended, asked('one more thing', 20));

    expect([row.endedAt, row.endReason]).toEqual([null, null]);
    expect(livenessOf(row, second(21))).toBe('running');
  });

  test('runs while a turn is open', () => {
    expect(stateOf(2, started, asked('go', 1))).toBe('running');
  });

  test('is idle when the turn is over, or silent for long', () => {
    expect(stateOf(3, started, asked('go', 1), event('turn.ended', {}, at(2)))).toBe('idle');
    expect(stateOf(60 * 60, started, asked('go', 1))).toBe('idle');
  });

  test('is lost when it never ended and nothing came for half a day', () => {
    expect(stateOf(day, started, asked('go', 1))).toBe('lost');
  });

  test('is back when something comes after all, from idle and from lost', () => {
    const silent = [started, asked('go', 1)];
    const back = event('tool.started', { call: 'a', ...bash, input: {} }, at(day + 1));

    expect(stateOf(60 * 60, ...silent)).toBe('idle');
    expect(stateOf(day, ...silent)).toBe('lost');
    expect(stateOf(day + 2, ...silent, back)).toBe('running');
    expect(stateOf(day + 2, back, ...silent)).toBe('running');
  });

  test('is lost also when it waited for a person, and waits again when it asks again', () => {
    const question = event('permission.asked', { tool: 'Bash', call: 'a' }, at(2));
    const again = event('permission.asked', { tool: 'Bash', call: 'b' }, at(day + 1));

    expect(stateOf(11 * 60 * 60, started, asked('go', 1), question)).toBe('waiting');
    expect(stateOf(day, started, asked('go', 1), question)).toBe('lost');
    expect(stateOf(day + 2, started, asked('go', 1), question, again)).toBe('waiting');
  });

  test('goes on after an end when it is resumed or forked, and is idle until somebody asks', () => {
    for (const opening of [
      event('session.resumed', { nativeSession: 'n' }, at(20)),
      event('session.forked', { nativeSession: 'n', parentSession: 'claude-code:old' }, at(20)),
    ]) {
      expect(stateOf(21, started, ended, opening)).toBe('idle');
      expect(stateOf(21, opening, ended, started)).toBe('idle');
    }
  });

  test('waits while a person is asked, and only until the answer', () => {
    const question = event('permission.asked', { tool: 'Bash', call: 'a' }, at(2));
    const otherEnds = event('tool.finished', { call: 'b', tool: 'Read', effects: [], outcome: 'ok' }, at(3));
    const answer = event('permission.decided', { tool: 'Bash', call: 'a', decision: 'allow', by: 'person' }, at(4));

    expect(stateOf(5, started, asked('go', 1), question, otherEnds)).toBe('waiting');
    expect(waitingFor(given(started, question))).toEqual({ tool: 'Bash', since: second(2), call: 'a' });
    expect(stateOf(5, started, asked('go', 1), question, answer)).toBe('running');
  });

  test('waits while a tool asks the person, until it is done', () => {
    const question = { call: 'q', tool: 'AskUserQuestion', effects: [{ type: 'ask.person' as const }] };
    const begun = event('tool.started', { ...question, input: {} }, at(2));

    expect(stateOf(3, started, asked('go', 1), begun)).toBe('waiting');
    expect(
      stateOf(5, started, asked('go', 1), begun, event('tool.finished', { ...question, outcome: 'ok' }, at(4))),
    ).toBe('running');
  });

  test('does not wait for an answer that the end of its turn made needless', () => {
    const question = event('permission.asked', { tool: 'Bash' }, at(2));

    expect(stateOf(4, started, asked('go', 1), question, event('turn.interrupted', { by: 'person' }, at(3)))).toBe(
      'idle',
    );
  });
});

test('counts what happened', () => {
  const row = given(
    started,
    asked('go', 1),
    event('message.sent', { role: 'assistant', text: 'done' }),
    event('session.compacted', { trigger: 'auto' }),
    event('native.unmapped', { event: 'New', payload: {} }),
    event('model.failed', { error: 'overloaded' }),
    event('tool.started', { call: 'a', ...bash, input: {} }),
    event('cost.reported', { totalUsd: 0.5 }),
  );

  expect(row).toMatchObject({
    turns: 1,
    messages: 1,
    compactions: 1,
    unmapped: 1,
    modelFailures: 1,
    events: 8,
    reportedCostUsd: 0.5,
  });
});
