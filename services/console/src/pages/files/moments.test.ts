import { expect, test } from 'vitest';
import type { Access } from '../../api/files.ts';
import type { Outline } from '../../api/outline-columns.ts';
import { momentsOf, sessionsOf } from './moments.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 14, minute)).toISOString();
const access = (session: string, position: number, minute: number) =>
  ({ session: { session }, position, at: at(minute), how: 'edit' }) as unknown as Access;
const call = (id: string, start: number, tool: string, words: string) => ({ type: 'call', id, start, tool, words });

test('commands stand between what was done to the file, as it happened', () => {
  const outline = {
    positions: [10, 20, 30],
    atMs: [1, 3, 4].map((minute) => Date.parse(at(minute))),
    entries: [
      call('a', 0, 'Bash', 'npm ci'),
      call('b', 1, 'Read', 'other.ts'),
      call('c', 2, 'exec_command', 'npm test'),
    ],
  } as unknown as Outline;

  const moments = momentsOf([access('s', 15, 2), access('s', 40, 5)], outline);

  expect(moments.map(({ position }) => position)).toEqual([10, 15, 30, 40]);
  expect(moments.map(({ stateAt }) => stateAt)).toEqual([10, 15, 20, 40]);
  expect(moments.map(({ what }) => what.type)).toEqual(['command', 'access', 'command', 'access']);
});

test('a session stands where its newest access does, and reads forward', () => {
  const sessions = sessionsOf([access('new', 9, 9), access('old', 8, 8), access('new', 7, 7)]);

  expect(sessions.map((of) => of.map(({ position }) => position))).toEqual([[7, 9], [8]]);
});
