import type { CloudEvent } from '@hookline/schemas';
import { describe, expect, it } from 'vitest';
import type { CapturedHook, RecordRow } from '../adapter.ts';
import { edgeWith, imported, kindOf, ofKind } from './recorded.ts';

const session = 'claude-code:s1';
const startMs = 1_800_000_000_000;
const at = (seconds: number) => startMs + seconds * 1_000;

function hook(seconds: number, name: string, payload: Record<string, unknown> = {}, harnessPid = 7): CapturedHook {
  const common = { session_id: 's1', transcript_path: '/t/s1.jsonl', hook_event_name: name };
  return { capturedAtMs: at(seconds), facts: { harnessPid }, payload: { ...common, ...payload } };
}
const ran = (seconds: number, tool_use_id: string, prompt_id: string, harnessPid = 7) =>
  hook(seconds, 'PreToolUse', { tool_use_id, prompt_id, tool_name: 'Bash', tool_input: { command: 'x' } }, harnessPid);

/** A row as the program writes it: `uuid` is its number, `after` the row of the same process that it follows. */
function row(number: number, after: number | null, type: string, more: Record<string, unknown>): RecordRow {
  const uuid = (of: number) => `${String(of).padStart(8, '0')}-1fe7-4a3a-9d4e-72edc2d3c0de`;
  const parentUuid = after === null ? null : uuid(after);
  const timestamp = new Date(at(number)).toISOString();
  const common = { uuid: uuid(number), parentUuid, timestamp, sessionId: 's1', isSidechain: false };
  return { file: 'main', ordinal: number, row: { ...common, type, ...more } };
}
const said = (number: number, after: number | null, content: unknown, promptId?: string, more = {}) =>
  row(number, after, 'user', { message: { role: 'user', content }, ...(promptId ? { promptId } : {}), ...more });
const answered = (number: number, after: number | null, block: Record<string, unknown>, model = 'opus') =>
  row(number, after, 'assistant', { message: { id: `m${number}`, role: 'assistant', model, content: [block] } });
const words = (text: string) => ({ type: 'text', text });
const use = (id: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command: 'x' } });
const result = (id: string, content: string, is_error = false) => [
  { type: 'tool_result', tool_use_id: id, content, is_error },
];
const stopped = (number: number, after: number) => row(number, after, 'system', { subtype: 'stop_hook_summary' });
const cost = (number: number): RecordRow => ({
  file: 'main',
  ordinal: number,
  row: { type: 'cost-state', sessionId: 's1', totalCostUSD: 0.1 },
});

function both(hooks: readonly CapturedHook[], rows: readonly RecordRow[]): ReturnType<typeof edgeWith> {
  return edgeWith({ recordAvailable: true }).hooks(hooks).rows(rows, session).reconcile(session, { complete: true });
}
const ends = (events: readonly CloudEvent[]) =>
  ofKind(events, 'turn.ended', 'turn.interrupted').map(({ turn, data, ...event }) => [
    kindOf({ ...event, data } as CloudEvent),
    promptOf(events, turn),
    data.continued === true,
  ]);
const promptOf = (events: readonly CloudEvent[], turn: string | undefined) =>
  events.find(({ id }) => id === turn)?.data.text;
const addedByImport = (edge: ReturnType<typeof edgeWith>, rows: readonly RecordRow[]) => {
  const known = new Set(edge.events.map(({ id }) => id));
  return imported(rows, session).filter(({ id }) => !known.has(id));
};

describe('two processes that write one transcript at once', () => {
  const rows = [
    said(1, null, 'first', 'p1'),
    answered(2, 1, words('First done.')),
    stopped(3, 2),
    said(10, 3, 'slow', 'p2'),
    said(12, 3, 'quick', 'p3'),
    answered(13, 10, use('c-slow')),
    answered(14, 12, use('c-quick')),
    said(15, 14, result('c-quick', 'quick'), 'p3'),
    answered(16, 15, words('Quick done.')),
    stopped(17, 16),
    said(20, 13, result('c-slow', 'slow'), 'p2'),
    answered(21, 20, words('Slow done.')),
    stopped(22, 21),
  ];

  it('keep their turns, calls and answers apart', () => {
    const events = imported(rows, session);
    expect(ends(events)).toEqual([
      ['turn.ended', 'first', false],
      ['turn.ended', 'quick', false],
      ['turn.ended', 'slow', false],
    ]);
    const placed = ofKind(events, 'message.sent', 'tool.finished').map(({ turn, data }) => [
      data.text ?? data.call,
      promptOf(events, turn),
    ]);
    expect(placed).toEqual([
      ['First done.', 'first'],
      ['c-quick', 'quick'],
      ['Quick done.', 'quick'],
      ['c-slow', 'slow'],
      ['Slow done.', 'slow'],
    ]);
  });

  it('are told the same however the file is read', () => {
    const whole = imported(rows, session);
    for (let cut = 1; cut < rows.length; cut += 1) {
      const edge = edgeWith({ recordAvailable: true }).rows(rows.slice(0, cut), session).rows(rows.slice(cut), session);
      const told = new Set(edge.reconcile(session, { complete: true }).events.map(({ id }) => id));
      expect(new Set(whole.map(({ id }) => id))).toEqual(told);
    }
  });

  it('are told once with their hooks', () => {
    const prompt = (seconds: number, prompt_id: string, text: string, pid: number) =>
      hook(seconds, 'UserPromptSubmit', { prompt_id, prompt: text }, pid);
    const stop = (seconds: number, prompt_id: string, pid: number) => hook(seconds, 'Stop', { prompt_id }, pid);
    const edge = both(
      [
        prompt(1, 'p1', 'first', 7),
        stop(3, 'p1', 7),
        prompt(10, 'p2', 'slow', 8),
        prompt(12, 'p3', 'quick', 9),
        stop(17, 'p3', 9),
        stop(22, 'p2', 8),
      ],
      rows,
    );
    expect(ofKind(edge.events, 'turn.ended', 'turn.interrupted')).toHaveLength(3);
    expect(addedByImport(edge, rows)).toEqual([]);
  });
});

describe('a session that was killed and taken up again', () => {
  const lost = "[Tool call interrupted: the session ended before this call's result was recorded]";
  const rows = [
    said(1, null, 'long', 'p1'),
    answered(2, 1, use('c1')),
    said(10, 2, result('c1', lost, true), 'p2'),
    answered(11, 10, words('No response requested.'), '<synthetic>'),
    said(12, 11, 'again', 'p2'),
    answered(13, 12, words('Here.')),
    stopped(14, 13),
  ];

  it('has one end of its new turn', () => {
    const edge = both(
      [
        hook(1, 'UserPromptSubmit', { prompt_id: 'p1', prompt: 'long' }),
        ran(2, 'c1', 'p1'),
        hook(9, 'SessionStart', { source: 'resume' }, 8),
        hook(12, 'UserPromptSubmit', { prompt_id: 'p2', prompt: 'again' }, 8),
        hook(14, 'Stop', { prompt_id: 'p2' }, 8),
      ],
      rows,
    );
    for (const events of [edge.events, imported(rows, session)]) {
      expect(ends(events).sort()).toEqual([
        ['turn.ended', 'again', false],
        ['turn.interrupted', 'long', false],
      ]);
    }
  });
});

describe('a session that a signal ended', () => {
  const rows = [
    said(1, null, 'long', 'p1'),
    answered(2, 1, use('c1')),
    cost(3),
    said(4, 2, result('c1', 'Exit code 137', true), 'p1'),
  ];
  const hooks = [
    hook(1, 'UserPromptSubmit', { prompt_id: 'p1', prompt: 'long' }),
    ran(2, 'c1', 'p1'),
    hook(3, 'SessionEnd', { reason: 'other', prompt_id: 'p1' }),
  ];

  it('has the exit code of its last call, although the row of it comes after the cost', () => {
    const edge = both(hooks, rows);
    for (const events of [edge.events, imported(rows, session)]) {
      const told = ofKind(events, 'tool.failed', 'tool.abandoned').map(({ data }) => data.exitCode);
      expect(told).toEqual([137]);
      expect(ends(events)).toEqual([['turn.interrupted', 'long', false]]);
    }
    expect(addedByImport(edge, rows)).toEqual([]);
  });

  it('closes the call when no row of it comes', () => {
    const events = imported(rows.slice(0, 3), session);
    expect(ofKind(events, 'tool.abandoned').map(({ data }) => data.closedBy)).toEqual(['session']);
  });
});

describe('a command that a person stopped while it ran', () => {
  const refused = "The user doesn't want to proceed with this tool use. The tool use was rejected.";
  const correction = ' Correction to the text above: this call was stopped while running, not refused before it ran.';
  const events = (text: string) =>
    imported(
      [
        said(1, null, 'long', 'p1'),
        answered(2, 1, use('c1')),
        said(3, 2, result('c1', text, true), 'p1'),
        said(4, 3, [words('[Request interrupted by user for tool use]')], 'p1'),
      ],
      session,
    );

  it('is interrupted, and nobody decided about it', () => {
    expect(ofKind(events(refused + correction), 'tool.abandoned').map(({ data }) => data.outcome)).toEqual([
      'interrupted',
    ]);
    expect(ofKind(events(refused + correction), 'permission.decided', 'tool.denied')).toEqual([]);
  });

  it('is denied where it never ran', () => {
    expect(ofKind(events(refused), 'tool.denied').map(({ data }) => data.by)).toEqual(['person']);
  });
});

describe('a session that begins with /clear', () => {
  it('has the prompt after it as its first', () => {
    const rows = [
      said(1, null, '<local-command-caveat>run directly</local-command-caveat>', undefined, { isMeta: true }),
      said(2, 1, '<command-name>/clear</command-name>\n<command-message>clear</command-message>'),
      row(3, 2, 'system', { subtype: 'local_command', content: '<local-command-stdout></local-command-stdout>' }),
      said(4, 3, 'go on', 'p1'),
      answered(5, 4, words('Done.')),
      stopped(6, 5),
    ];
    const edge = both(
      [hook(4, 'UserPromptSubmit', { prompt_id: 'p1', prompt: 'go on' }), hook(6, 'Stop', { prompt_id: 'p1' })],
      rows,
    );
    for (const events of [edge.events, imported(rows, session)]) {
      expect(ofKind(events, 'prompt.submitted').map(({ data }) => data.text)).toEqual(['go on']);
      expect(ends(events)).toEqual([['turn.ended', 'go on', false]]);
    }
    expect(ofKind(edge.events, 'capture.reconciled').flatMap(({ data }) => data.missing)).toEqual([]);
  });
});

describe('a first prompt whose hook came before the transcript was there', () => {
  it('is not missing', () => {
    const early = edgeWith().hooks([hook(1, 'UserPromptSubmit', { prompt_id: 'p1', prompt: 'go' })]);
    const edge = edgeWith({ recordAvailable: true });
    Object.assign(edge.states, early.states);
    edge.hooks([hook(3, 'Stop', { prompt_id: 'p1' })]);
    edge.rows([said(1, null, 'go', 'p1'), answered(2, 1, words('Done.')), stopped(3, 2)], session).reconcile(session);
    expect(ofKind(edge.events, 'capture.reconciled').map(({ data }) => data)).toEqual([
      { byHooks: 1, byRecord: 1, merged: 1, missing: [] },
    ]);
  });
});

describe('memories that a hook of ours put before the agent', () => {
  const card = '<hookline memory project="github.com/acme/shop" ids="aaaaaaaa bbbbbbbb">\n- build: make\n</hookline>';
  const attached = (attachment: Record<string, unknown>) =>
    ofKind(imported([row(1, null, 'attachment', { attachment }), said(2, 1, 'go', 'p1')], session), 'memory.injected');

  it.each([
    ['plain words', { type: 'hook_success', hookEvent: 'SessionStart', content: card, stdout: `${card}\n` }],
    ['additional context', { type: 'hook_additional_context', hookEvent: 'SessionStart', content: ['x', card] }],
  ])('are told from the row of its answer: %s', (_, attachment) => {
    const [told, ...others] = attached(attachment);
    expect(others).toEqual([]);
    expect(told?.data).toEqual({
      surface: 'session-start',
      memories: ['aaaaaaaa', 'bbbbbbbb'],
      tokens: Math.ceil(card.length / 4),
      text: card,
    });
    expect(told?.trust).toBe('tool-output');
  });

  it.each([
    ['UserPromptSubmit', 'hook-1', 'prompt', undefined],
    ['PreToolUse:Bash', 'toolu_1', 'before-command', 'toolu_1'],
    ['PreToolUse:Edit', 'toolu_2', 'before-edit', 'toolu_2'],
    ['PostToolUseFailure:Bash', 'toolu_3', 'after-failure', 'toolu_3'],
  ])('at %s say where that was, and at which call', (hookName, toolUseID, surface, call) => {
    const hookEvent = hookName.split(':')[0];
    const [told] = attached({ type: 'hook_additional_context', hookEvent, hookName, toolUseID, content: [card] });
    expect(told?.data.surface).toBe(surface);
    expect(told?.data.call).toBe(call);
  });

  it('are not told of other hooks', () => {
    expect(attached({ type: 'hook_success', hookEvent: 'SessionStart', content: 'plain' })).toEqual([]);
    expect(attached({ type: 'hook_success', hookEvent: 'SessionStart', content: 5 })).toEqual([]);
  });
});

describe('a result that stands behind the next prompt', () => {
  const rows = [
    said(1, null, 'first', 'p1'),
    answered(2, 1, use('late')),
    said(3, 2, 'second', 'p2'),
    said(4, 3, result('late', 'Exit code 2', true)),
    answered(5, 4, words('Done.')),
  ];

  it('is told beside the guess that closed the call, so that the observed end wins', () => {
    const events = imported(rows, session);

    expect(ofKind(events, 'tool.abandoned')).toHaveLength(1);
    expect(ofKind(events, 'tool.failed').map(({ data }) => [data.call, data.exitCode])).toEqual([['late', 2]]);
    expect(ofKind(events, 'tool.started')).toHaveLength(1);
  });
});
