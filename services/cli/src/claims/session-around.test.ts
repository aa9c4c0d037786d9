import { expect, test } from 'vitest';
import { sessionAround } from './session-around.ts';

test('the session is what the harness says, or what was set by hand', () => {
  expect(sessionAround({})).toBeUndefined();
  expect(sessionAround({ CLAUDE_CODE_SESSION_ID: 'abc' })).toBe('claude-code:abc');
  expect(sessionAround({ CODEX_THREAD_ID: 'def', GEMINI_SESSION_ID: '' })).toBe('codex:def');
  expect(sessionAround({ HOOKLINE_SESSION: 'goose:1', CODEX_THREAD_ID: 'def' })).toBe('goose:1');
});
