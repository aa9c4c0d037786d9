import { describe, expect, test } from 'vitest';
import type { Change } from './changes.ts';
import { carryPlan, decide } from './plan.ts';

const hash = (letter: string) => `sha256:${letter.repeat(64)}`;
const known = (path: string, bytes = 1): Change => ({
  path,
  before: [],
  after: { state: 'known', hash: hash('a'), bytes, why: null },
});
const gone = (path: string): Change => ({
  path,
  before: [],
  after: { state: 'absent', hash: null, bytes: null, why: null },
});
const unknown = (path: string, text: string): Change => ({
  path,
  before: [],
  after: { state: 'unknown', hash: null, bytes: null, why: { text } },
});

describe('what may be carried over', () => {
  test('is what is known, deletions first; the rest is left with its reason', () => {
    const { lay, left } = carryPlan([known('a/b.js'), unknown('c.js', '`make` may have written it'), gone('a')]);

    expect(lay.map(({ path }) => path)).toEqual(['a', 'a/b.js']);
    expect(left).toEqual([{ path: 'c.js', why: '`make` may have written it' }]);
  });

  test.each([
    '/etc/passwd',
    '../out.js',
    'a/../../out.js',
    'a//b',
    './a',
    '',
    '~/x',
    'C:/x',
    'a\\..\\b',
    'a\0b',
    `${'n'.repeat(256)}/x`,
  ])('is nothing outside: %j', (path) => {
    expect(carryPlan([known(path), gone(path)])).toMatchObject({ lay: [], left: [{ path }, { path }] });
  });

  test.each(['.git', '.git/hooks/pre-commit', 'a/.GIT/config', '.git./config', 'GIT~1/config', '.g\u200dit/config'])(
    'is nothing of git: %j',
    (path) => {
      expect(carryPlan([known(path), gone(path)]).lay).toEqual([]);
    },
  );

  test.each([
    '.claude/settings.json',
    'a/CLAUDE.md',
    'AGENTS.md',
    '.mcp.json',
    '.opencode/plugin/x.ts',
    'opencode.json',
    '.gemini/settings.json',
    '.codex/config.toml',
    '.goosehints',
    'node_modules/.bin/eslint',
    '.gitattributes',
  ])('is nothing that sets up a harness: %j', (path) => {
    expect(carryPlan([known(path)])).toMatchObject({ lay: [], left: [{ why: expect.stringContaining('harness') }] });
  });

  test('has bounds, and names what is beyond them', () => {
    const large = carryPlan([known('large', 5_000_000), known('small')]);
    const many = carryPlan(Array.from({ length: 1_001 }, (_, index) => known(`f${index}`)));
    const heavy = carryPlan(Array.from({ length: 20 }, (_, index) => known(`f${index}`, 4_000_000)));

    expect([large.lay.length, large.left]).toEqual([1, [{ path: 'large', why: expect.stringContaining('5000000') }]]);
    expect([many.lay.length, many.left.length]).toEqual([1_000, 1]);
    expect([heavy.lay.length, heavy.left.length]).toEqual([16, 4]);
  });
});

describe('over what lies there', () => {
  const change = (before: string[]): Change => ({ ...known('a.js'), before });
  const file = (letter: string) => ({ is: 'file', hash: hash(letter) }) as const;
  const absent = { is: 'absent' } as const;

  test.each([
    ['what the session began from', change([hash('b')]), file('b'), 'lay'],
    ['what it held in between', change([hash('b'), hash('c')]), file('c'), 'lay'],
    ['what the session made of it', change([hash('b')]), file('a'), 'same'],
    ['nothing, where there was nothing', change(['absent']), absent, 'lay'],
    ['nothing, where nobody knows what there was', change([]), absent, 'lay'],
    ['what is to be deleted', { ...gone('a.js'), before: [hash('b')] }, file('b'), 'lay'],
    ['nothing that is to be deleted', { ...gone('a.js'), before: [hash('b')] }, absent, 'same'],
  ])('%s: it is taken', (_, made, found, expected) => {
    expect(decide(made, found)).toBe(expected);
  });

  test.each([
    ['something else', change([hash('b')]), file('d'), /another content/],
    ['something, where there was nothing', change(['absent']), file('d'), /another content/],
    ['something, where nobody knows what there was', change([]), file('d'), /not known/],
    ['nothing, where something was', change([hash('b')]), absent, /not in the commit/],
    ['something else that is to be deleted', { ...gone('a.js'), before: [hash('b')] }, file('d'), /another content/],
    ['a link', change([hash('b')]), { is: 'in the way', what: 'it is a link here' } as const, /a link/],
  ])('%s: it is left alone', (_, made, found, expected) => {
    expect(decide(made, found)).toMatch(expected);
  });
});
