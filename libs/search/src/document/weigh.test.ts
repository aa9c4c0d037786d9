import { expect, test } from 'vitest';
import { outcomeOf } from './command-line.ts';
import type { PlacedPiece } from './piece.ts';
import { unitsOf } from './units.ts';
import { weigh } from './weigh.ts';

let count = 0;

function piece(
  text: string,
  { turn = 't1', own = false, order }: { turn?: string | null; own?: boolean; order?: string } = {},
): PlacedPiece {
  count += 1;
  return {
    entry: { type: own ? 'turn' : 'call', id: `e${count}` },
    field: own ? 'prompt' : 'command',
    position: count,
    at: '2026-11-22T12:00:00.000Z',
    own,
    text,
    order: order ?? String(count).padStart(5, '0'),
    turn,
  };
}

const nobody = { actor: null, told: [] };

test('a turn is a unit, in the order of the session, whatever order its pieces come in', () => {
  const pieces = [piece('first', { own: true }), piece('npm test'), piece('second', { turn: 't2', own: true })];

  const units = unitsOf(pieces.toReversed());

  expect(units.map(({ turn, pieces }) => [turn, pieces.map(({ text }) => text)])).toEqual([
    ['t1', ['first', 'npm test']],
    ['t2', ['second']],
  ]);
});

test('a long turn becomes several units', () => {
  const units = unitsOf(Array.from({ length: 90 }, (_, index) => piece(`call ${index}`)));

  expect(units.map(({ pieces }) => pieces.length)).toEqual([40, 40, 10]);
});

test('what a person wrote counts whole, what the agent did three tenths', () => {
  const [unit] = weigh(unitsOf([piece('flaky', { own: true }), piece('cart')]), nobody);

  expect(unit!.words.get('flaky')).toBe(1);
  expect(unit!.words.get('cart')).toBe(0.3);
  expect(unit!.length).toBeCloseTo(1.3);
});

test('a unit is found by short words of people beside it, which make it no longer', () => {
  const long = Array.from({ length: 70 }, (_, index) => `word${index}`).join(' ');
  const units = unitsOf([
    piece('alpha', { turn: 'a', own: true }),
    piece(`${long} beta`, { turn: 'b', own: true }),
    piece('gamma', { turn: 'c', own: true }),
  ]);

  const [first, , last] = weigh(units, nobody);

  expect(first!.words.get('gamma')).toBe(0.3);
  expect(first!.words.has('beta')).toBe(false);
  expect(last!.words.get('alpha')).toBe(0.3);
  expect(last!.length).toBe(1);
});

test('when and who can be looked for', () => {
  const [unit] = weigh(unitsOf([piece('x', { own: true })]), { actor: 'ada@example.com', told: ['codex'] });

  expect(unit!.exacts.get('2026-11-22')).toBe(1);
  expect(unit!.words.get('november')).toBe(1);
  expect(unit!.words.get('ada')).toBe(1);
  expect(unit!.words.get('codex')).toBe(0.3);
});

test.each([
  ['cd web && npm run lint 2>&1 | tail -5', 'failed', { passed: [], failed: 'npm run lint' }],
  ['npm run build && npm test', 'failed', { passed: [], failed: 'npm run build && npm test' }],
  ['npm run build; npm test', 'failed', { passed: [], failed: 'npm test' }],
  [
    'npm run build && npm test',
    'ok',
    { passed: ['npm run build', 'npm test', 'npm run build && npm test'], failed: null },
  ],
  ['git commit -m "x"', 'failed', { passed: [], failed: 'git commit' }],
  ['gh pr create --title x', 'ok', { passed: ['gh pr create'], failed: null }],
  ['npm test', 'denied', undefined],
])('%s that is %s tells of its commands', (line, outcome, told) => {
  expect(outcomeOf(line, outcome)).toEqual(told);
});
