import { describe, expect, test } from 'vitest';
import { type HeadlessHarness, type Heard, nothingHeard } from '../harness.ts';
import { headlessHarness, headlessHarnesses } from './index.ts';

const ask = { prompt: '--dangerous; rm -rf /', session: '11111111-2222-4333-8444-555555555555' };

describe.each(headlessHarnesses.map((one) => [one.name, one] as const))('%s', (_, harness) => {
  test('is told its prompt on standard input, where nothing takes it for a flag', () => {
    for (const allow of harness.levels) {
      const { args, stdin } = harness.headless({ ...ask, allow });
      expect(stdin).toBe(ask.prompt);
      expect(args).not.toContain(ask.prompt);
    }
  });

  test('is held to what it may do by flags or settings of its own', () => {
    const told = harness.levels.map((allow) => {
      const { args, env } = harness.headless({ ...ask, allow });
      return JSON.stringify([args, env]);
    });
    expect(new Set(told).size).toBe(harness.levels.length);
    expect(harness.levels).toContain('read-only');
  });

  test('takes a model', () => {
    expect(harness.headless({ ...ask, allow: 'all', model: 'm1' }).args).toContain('m1');
    expect(harness.interactive({ prompt: 'Go on', model: 'm1' }).args).toEqual(expect.arrayContaining(['m1', 'Go on']));
  });
});

test('a name that no harness has is answered with those there are', () => {
  expect(() => headlessHarness('aider')).toThrow('claude-code, opencode, codex, gemini-cli, goose');
});

const hear = ({ hear: one }: HeadlessHarness, lines: readonly object[]): Heard =>
  lines.reduce<Heard>((heard, line) => one(heard, line as Record<string, unknown>), nothingHeard);

const said = 'The end.';
test.each<[string, readonly object[], Heard]>([
  [
    'claude-code',
    [
      { type: 'system', subtype: 'init', session_id: 's' },
      { type: 'result', subtype: 'success', is_error: false, result: said, session_id: 's', total_cost_usd: 0.5 },
    ],
    { session: 's', text: said, ended: true, costUsd: 0.5 },
  ],
  [
    'claude-code',
    [{ type: 'result', subtype: 'error_max_budget_usd', is_error: true, session_id: 's', errors: ['too dear'] }],
    { session: 's', text: '', ended: true, error: 'too dear' },
  ],
  [
    'codex',
    [
      { type: 'thread.started', thread_id: 's' },
      { type: 'error', message: 'Reconnecting' },
      { type: 'item.completed', item: { type: 'agent_message', text: 'First.' } },
      { type: 'item.completed', item: { type: 'command_execution' } },
      { type: 'item.completed', item: { type: 'agent_message', text: said } },
      { type: 'turn.completed', usage: {} },
    ],
    { session: 's', text: said, ended: true },
  ],
  [
    'codex',
    [
      { type: 'thread.started', thread_id: 's' },
      { type: 'turn.failed', error: { message: 'no such model' } },
    ],
    { session: 's', text: '', ended: true, error: 'no such model' },
  ],
  [
    'gemini-cli',
    [
      { type: 'init', session_id: 's' },
      { type: 'message', role: 'user', content: 'Do' },
      { type: 'message', role: 'assistant', content: 'First.', delta: true },
      { type: 'tool_use' },
      { type: 'message', role: 'assistant', content: 'The ', delta: true },
      { type: 'message', role: 'assistant', content: 'end.', delta: true },
      { type: 'result', status: 'success' },
    ],
    { session: 's', text: said, ended: true },
  ],
  [
    'gemini-cli',
    [{ type: 'result', status: 'error', error: { type: 'ApiError', message: 'quota' } }],
    { text: '', ended: true, error: 'quota' },
  ],
  [
    'goose',
    [
      { type: 'message', message: { role: 'assistant', content: [{ type: 'text', text: 'First.' }] } },
      { type: 'message', message: { role: 'user', content: [{ type: 'toolResponse' }] } },
      { type: 'message', message: { role: 'assistant', content: [{ type: 'text', text: 'The ' }] } },
      { type: 'message', message: { role: 'assistant', content: [{ type: 'text', text: 'end.' }] } },
      { type: 'complete', total_tokens: 3 },
    ],
    { text: said, ended: true },
  ],
  [
    'goose',
    [
      {
        type: 'message',
        message: {
          role: 'assistant',
          content: [{ type: 'text', text: 'Ran into this error: 429 slow down\n\nretry' }],
        },
      },
      { type: 'complete' },
    ],
    { text: 'Ran into this error: 429 slow down\n\nretry', ended: true, error: '429 slow down' },
  ],
  [
    'opencode',
    [
      { type: 'step_start', sessionID: 's' },
      { type: 'step_finish', sessionID: 's', part: { reason: 'tool-calls', cost: 0.25 } },
      { type: 'step_start', sessionID: 's' },
      { type: 'text', sessionID: 's', part: { text: said } },
      { type: 'step_finish', sessionID: 's', part: { reason: 'stop', cost: 0.5 } },
    ],
    { session: 's', text: said, ended: true, costUsd: 0.75 },
  ],
  [
    'opencode',
    [{ type: 'error', sessionID: 's', error: { name: 'APIError', data: { message: 'no key' } } }],
    { session: 's', text: '', ended: true, error: 'no key' },
  ],
])('%s is understood', (name, lines, heard) => {
  expect(hear(headlessHarness(name), lines)).toEqual(heard);
});

test.each(headlessHarnesses.map((one) => [one.name, one] as const))('%s: nonsense is no news', (_, harness) => {
  const nonsense = [
    {},
    { type: 3 },
    { type: 'message', message: 7 },
    { type: 'item.completed', item: [] },
    { type: 'text', part: 'x' },
  ];
  expect(hear(harness, nonsense).ended).toBe(false);
});
