import type { Memory } from '@hookline/memory';
import { describe, expect, test } from 'vitest';
import { conflictsOf } from './conflicts.ts';
import { diffOf } from './diff.ts';
import { likenessOf } from './similar.ts';

const project = 'project:github.com/acme/shop';
const teams = new Map([['web', ['github.com/acme/shop', 'github.com/acme/site']]]);

function directive(about: string, statement: string, more: Partial<Memory> = {}): Memory {
  return {
    id: `mem_${about}${statement}`,
    kind: 'directive',
    scope: project,
    project: 'github.com/acme/shop',
    about,
    title: about,
    statement,
    status: 'active',
    positions: { from: 1, to: 1, evidence: [1] },
    ...more,
  } as Memory;
}

const npm = directive('package manager', 'Use npm for installs');

describe('two directives are in conflict', () => {
  test.each([
    ['of one subject that say different things', directive('package manager', 'Everything goes through pnpm'), true],
    ['of one subject that say the same', directive('package manager', 'Use npm for installs.'), false],
    ['of one subject, one of which forbids it', directive('package manager', 'Never use npm for installs'), true],
    [
      'of two subjects, one of which forbids what the other wants',
      directive('npm', 'Do not use npm for installs'),
      true,
    ],
    ['of two subjects that have nothing to do with each other', directive('tests', 'Run the tests first'), false],
    [
      'where both hold: person and project',
      directive('package manager', 'Use yarn', { scope: 'person:ann@github.com/acme/shop' }),
      true,
    ],
    ['where both hold: team of the project', directive('package manager', 'Use yarn', { scope: 'team:web' }), true],
    ['where both hold: everyone', directive('package manager', 'Use yarn', { scope: 'organisation:default' }), true],
    [
      'in projects of their own',
      directive('package manager', 'Use yarn', { scope: 'project:github.com/acme/api' }),
      false,
    ],
    ['unless one is retired', directive('package manager', 'Use yarn', { status: 'retired' }), false],
  ])('%s', (_, other, conflicting) => {
    expect(conflictsOf([npm, other], { teams })).toHaveLength(conflicting ? 1 : 0);
    expect(conflictsOf([other, npm], { teams })).toHaveLength(conflicting ? 1 : 0);
  });

  test('but never two commands, which tell nobody what to do', () => {
    expect(
      conflictsOf(
        [npm, directive('package manager', 'Use yarn')].map((one) => ({ ...one, kind: 'command' })),
        { teams },
      ),
    ).toEqual([]);
  });
});

test('counts and dates make no two statements alike, words and subjects do', () => {
  const counted = directive('npm test', 'test: `npm test` (4 runs in 3 sessions, last 2026-11-03)');

  expect(
    likenessOf(counted, directive('npm run lint', 'lint: `biome check` (4 runs in 3 sessions, last 2026-11-03)')),
  ).toBeLessThan(0.35);
  expect(likenessOf(counted, directive('npm tests', 'test: `npm test` (9 runs)'))).toBeGreaterThan(0.6);
});

test('a difference names the fields that changed and the evidence that came and went', () => {
  const before = directive('port', 'The port is 4000', { positions: { from: 1, to: 3, evidence: [1, 3] } });
  const after = { ...before, statement: 'The port is 4001', positions: { from: 3, to: 7, evidence: [3, 7] } };

  expect(diffOf(before, after)).toEqual({
    before: true,
    after: true,
    changes: [{ field: 'statement', before: 'The port is 4000', after: 'The port is 4001' }],
    evidence: { added: [7], removed: [1] },
  });
  expect(diffOf(undefined, before)).toMatchObject({ before: false, after: true });
  expect(diffOf(before, before)).toMatchObject({ changes: [], evidence: { added: [], removed: [] } });
});
