import { expect, test } from 'vitest';
import type { Brief, Outline } from '../../../api/outline-columns.ts';
import { courseOf, lastUpTo, momentOf, turnAt } from './course.ts';
import { isFailed, outcomeAt, standingAt } from './standing.ts';
import { countedAt } from './sums.ts';

const entry = (type: Brief['type'], id: string, start: number, end: number, rest: object = {}): Brief =>
  ({ type, id, start, end, agent: 'main', words: id, ...rest }) as unknown as Brief;

/** prompt, call a begins, asks, answered, a fails, call b begins, edit, usage, turn ends, session ends. */
const outline: Outline = {
  session: 's',
  last: 30,
  positions: [20, 21, 22, 23, 24, 30, 26, 27, 28, 29],
  atMs: [1_000, 2_000, 3_000, 9_000, 8_000, 10_000, 11_000, 12_000, 13_000, 14_000],
  kinds: [
    'prompt.submitted',
    'tool.started',
    'permission.asked',
    'permission.decided',
    'tool.failed',
    'tool.started',
    'file.written',
    'model.called',
    'turn.ended',
    'session.ended',
  ],
  asks: [
    { event: 2, about: 'Bash', answered: false },
    { event: 3, about: 'Bash', answered: true },
  ],
  entries: [
    entry('turn', 't', 0, 8, { outcome: 'ended' }),
    entry('call', 'a', 1, 4, { outcome: 'failed', tool: 'Bash' }),
    entry('call', 'b', 5, -1, { outcome: 'unknown', tool: 'Edit' }),
    entry('file', 'f', 6, 6, { how: 'edit', path: 'x.ts', added: 3, removed: 1 }),
    entry('usage', 'u', 7, 7, { input: 10, output: 5, cacheRead: null, cacheWrite: null, costUsd: 0.5 }),
  ],
};
const course = courseOf(outline);
const [, first, second] = outline.entries as (Brief & { outcome: string })[];

test('a call has not begun, runs, and is over, as the cursor comes along', () => {
  expect([0, 1, 3, 4].map((moment) => standingAt(first!, moment))).toEqual(['later', 'going', 'going', 'over']);
  expect([1, 4].map((moment) => outcomeAt(first!, moment, true))).toEqual(['running', 'failed']);
});

test('what never ended runs at any moment of a session that went on, and nobody knows of it once all is over', () => {
  expect(outcomeAt(second!, 9, false)).toBe('running');
  expect(outcomeAt(second!, 9, true)).toBe('unknown');
  expect(isFailed(second!)).toBe(false);
});

test('counts what had happened at a moment, and no tokens before anybody told of them', () => {
  expect(countedAt(course.sums, 3)).toMatchObject({ turns: 1, calls: 1, failures: 0, files: 0, tokens: null });
  expect(countedAt(course.sums, 9)).toMatchObject({
    calls: 2,
    failures: 1,
    files: 1,
    added: 3,
    tokens: 15,
    costUsd: 0.5,
  });
});

test('knows what the session was doing after every event', () => {
  expect(course.doing.map(({ state }) => state)).toEqual([
    'running',
    'running',
    'waiting',
    ...Array(5).fill('running'),
    'idle',
    'ended',
  ]);
  expect(course.doing[2]?.about).toBe('Bash');
});

test('time never goes back, also where a clock was set back', () => {
  expect([...course.atMs].slice(2, 6)).toEqual([3_000, 9_000, 9_000, 10_000]);
});

test('finds the event of a position, and of one between two the one before it in the log', () => {
  expect(momentOf(course, 30)).toBe(5);
  expect(momentOf(course, 25)).toBe(4);
  expect(momentOf(course, 3)).toBeUndefined();
});

test('finds the turn and the failure before a moment', () => {
  expect(turnAt(course, 9)?.number).toBe(1);
  expect([...course.failures]).toEqual([4]);
  expect([3, 4, 9].map((moment) => lastUpTo(course.failures, moment))).toEqual([-1, 0, 0]);
});
