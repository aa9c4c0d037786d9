import { expect, test } from 'vitest';
import type { Story } from '../facts/story.ts';
import { diversify } from './diversify.ts';
import { fuse } from './fuse.ts';
import { keysAsked, keysOf } from './keys.ts';
import { pack } from './pack.ts';
import { saidId, saidOf } from './said.ts';

const at = (position: number) => ({
  position,
  time: `2026-11-19T10:00:0${position}.000Z`,
  agent: 'main',
  turn: undefined,
});

function storyWith(steps: Story['steps']): Story {
  return {
    session: 'test:1',
    project: 'shop',
    actor: 'ada',
    harness: undefined,
    harnessVersion: undefined,
    branch: undefined,
    startedAt: '',
    lastAt: '',
    steps,
  } as Story;
}

test("of a session people's prompts count and what the agent closed each turn with", () => {
  const said = saidOf(
    storyWith([
      { ...at(1), type: 'prompt', by: 'person', text: 'fix the cart' },
      { ...at(2), type: 'said', role: 'assistant', text: 'looking' },
      { ...at(3), type: 'said', role: 'assistant', text: 'fixed' },
      { ...at(4), type: 'turn-ended', outcome: 'ended' },
      { ...at(5), type: 'prompt', by: 'harness', text: 'continue' },
      { ...at(6), type: 'prompt', by: 'person', text: 'This session is being continued from a previous conversation' },
      { ...at(6), agent: 'helper', type: 'said', role: 'assistant', text: 'from below' },
      { ...at(7), type: 'said', role: 'assistant', text: 'done' },
    ]),
  );

  expect(said.map(({ position, by, text }) => [position, by, text])).toEqual([
    [1, 'person', 'fix the cart'],
    [3, 'agent', 'fixed'],
    [7, 'agent', 'done'],
  ]);
  expect(said[0]).toMatchObject({ project: 'shop', actor: 'ada', time: '2026-11-19T10:00:01.000Z' });
  expect(saidId(said[0]!)).toBe('said_1');
});

test('a memory is named by what it is about, and by the paths it stands on', () => {
  expect(keysOf({ kind: 'pitfall', about: 'git commit --no-edit', anchors: [] })).toEqual([
    { key: 'command:git commit --no-edit', whole: true },
  ]);
  expect(keysOf({ kind: 'violation', about: 'golangci-lint:errcheck', anchors: [] }).map(({ key }) => key)).toEqual([
    'violation:golangci-lint:errcheck',
    'violation:errcheck',
  ]);
  expect(keysOf({ kind: 'decision', about: 'cents', anchors: ['src/a.ts'] })).toEqual([
    { key: 'path:src/a.ts', whole: false },
  ]);
  expect(keysOf({ kind: 'co-change', about: 'src/a.ts', anchors: ['src/a.ts', 'src/b.ts'] })).toEqual([
    { key: 'path:src/a.ts', whole: true },
    { key: 'path:src/b.ts', whole: false },
  ]);
});

test('who asks names commands by line, errors as they were printed, and paths in the question', () => {
  const keys = keysAsked(
    { commands: ['cd web && npm run lint -- --fix'], errors: ['Error: connect ECONNREFUSED 127.0.0.1:5432'] },
    'why is src/a.ts red, and total.ts too?',
  );

  expect(keys).toEqual(
    expect.arrayContaining([
      'command:npm run lint',
      'error:v1:Error: connect ECONNREFUSED <n>:<n>',
      'path:src/a.ts',
      'path:total.ts',
    ]),
  );
});

test('what stands in several lists counts more than what stands in one', () => {
  const fused = fuse([
    { arm: 'words', ids: [1, 2, 3] },
    { arm: 'names', ids: [3] },
  ]);

  expect([...fused].sort((a, b) => b[1].score - a[1].score).map(([id]) => id)).toEqual([3, 1, 2]);
  expect(fused.get(3)?.places).toEqual([
    { arm: 'words', rank: 3 },
    { arm: 'names', rank: 1 },
  ]);
});

test('a second one about the same has to be so much better', () => {
  const told = diversify(
    [
      { id: 'a', about: 'npm test', score: 1 },
      { id: 'b', about: 'npm test', score: 0.9 },
      { id: 'c', about: 'npm run lint', score: 0.8 },
      { id: 'd', about: '', score: 0.7 },
      { id: 'e', about: '', score: 0.65 },
    ],
    4,
  );

  expect(told.map(({ id }) => id)).toEqual(['a', 'c', 'd', 'e']);
});

test('whole items are packed while they fit, a shorter one after one that is too long', () => {
  const packed = pack(
    [
      { id: 'a', tokens: 30 },
      { id: 'b', tokens: 50 },
      { id: 'c', tokens: 20 },
      { id: 'd', tokens: 1 },
    ],
    { tokens: 60, limit: 2 },
  );

  expect(packed.kept.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(packed.dropped.map(({ one, reason }) => [one.id, reason])).toEqual([
    ['b', 'budget'],
    ['d', 'limit'],
  ]);
  expect(packed.tokens).toBe(50);
});
