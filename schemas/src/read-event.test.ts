import { expect, test } from 'vitest';
import type { CloudEvent } from './envelope.ts';
import { newEvent } from './new-event.ts';
import { checkEvent, InvalidEventError, readEvent, UnknownVersionError } from './read-event.ts';

const event = newEvent({
  kind: 'prompt.submitted',
  id: 'a-prompt',
  source: 'urn:hookline:devbox:claude-code',
  time: '2026-11-22T10:00:00.000Z',
  origin: 'hook',
  data: { text: 'fix the cart', by: 'person' },
});

test('an event that was made is valid and reads as its kind', () => {
  expect(readEvent(checkEvent(event))).toMatchObject({ kind: 'prompt.submitted', data: { text: 'fix the cart' } });
});

test('reading skips a kind that this build does not know', () => {
  expect(readEvent({ ...event, type: 'hookline.moon.risen.v1' })).toBeUndefined();
  expect(readEvent({ ...event, type: 'com.example.other' })).toBeUndefined();
});

test('reading stops at a newer version of a known kind and says what to do', () => {
  const newer: CloudEvent = { ...event, type: 'hookline.prompt.submitted.v9' };

  expect(() => readEvent(newer)).toThrow(UnknownVersionError);
  expect(() => readEvent(newer)).toThrow(/prompt\.submitted v9 is newer than v1, .*upgrade hookline here/);
  expect(() => checkEvent(newer)).toThrow(UnknownVersionError);
});

test('an invalid event names every path with what was found and expected', () => {
  const issuesOf = (input: unknown) => {
    try {
      checkEvent(input);
    } catch (error) {
      if (error instanceof InvalidEventError) return error.issues;
    }
    return [];
  };

  expect(issuesOf({ ...event, data: { by: 'person', text: 3 } })).toEqual([expect.stringMatching(/^data\.text: /)]);
  expect(issuesOf({ ...event, data: { ...event.data, extra: 1 } })).toEqual([expect.stringContaining('"extra"')]);
  expect(issuesOf({ ...event, origin: 'rumour' })).toEqual([expect.stringMatching(/^origin: /)]);
  expect(issuesOf({ ...event, time: 'yesterday' })).toEqual([expect.stringMatching(/^time: /)]);
  expect(issuesOf({ ...event, type: 'hookline.moon.risen.v1' })).toEqual([expect.stringContaining('expected a kind')]);
  expect(issuesOf({ ...event, data: { by: 'person', text: 3 } })[0]).toMatch(
    /found number 3, expected string or object/,
  );
  expect(issuesOf({ ...event, origin: 'rumour' })[0]).toMatch(/found string "rumour", expected "hook" or /);
  expect(issuesOf({ ...event, source: undefined })).toEqual(['source: found nothing, expected string']);
  expect(issuesOf('not an event')).toHaveLength(1);
  expect(issuesOf(null)).toHaveLength(1);
});

test('native fields ride along', () => {
  const withNative = { ...event, data: { ...event.data, native: { effort: { level: 'high' } } } };

  expect(checkEvent(withNative).data).toEqual(withNative.data);
});
