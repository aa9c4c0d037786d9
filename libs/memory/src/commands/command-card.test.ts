import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardOf } from './command-card.ts';
import type { CommandRun } from './command-run.ts';
import { statementOf } from './statement.ts';

const run = (position: number, facts: Partial<CommandRun> = {}): CommandRun => ({
  eventId: `e${position}`,
  index: 0,
  position,
  project: 'github.com/acme/shop',
  session: `claude-code:${position % 3}`,
  actor: 'ann',
  time: `2026-11-${String(10 + (position % 20)).padStart(2, '0')}T10:00:00.000Z`,
  key: 'npm test',
  purpose: 'test',
  command: 'npm test',
  ok: true,
  durationMs: 1_000,
  ...facts,
});

test('a card is proposed until its command was seen in three sessions', () => {
  expect(cardOf([run(1), run(2)])).toMatchObject({ status: 'proposed', sessions: 2 });
  expect(cardOf([run(1), run(2), run(3)])).toMatchObject({ status: 'active', sessions: 3 });
});

test('a card counts failures over the runs whose outcome is known', () => {
  const card = cardOf([run(1), run(2, { ok: false }), run(3, { ok: undefined, durationMs: undefined })])!;

  expect(card).toMatchObject({ runs: 3, judged: 2, failed: 1, medianMs: 1_000, evidence: [1, 2, 3] });
  expect(statementOf(card)).toBe(
    'test: `npm test` (3 runs in 3 sessions, 50% of 2 failed, takes about 1.0 s, last 2026-11-13)',
  );
});

test('a card shows the form that several sessions ran, else only what the forms have in common', () => {
  const forms = (...commands: string[]) => cardOf(commands.map((command, at) => run(at + 1, { command })))!.command;

  expect(forms('npm test a', 'npm test b', 'npm test c')).toBe('npm test');
  expect(forms('npm test -- a', 'npm test -- a', 'npm test')).toBe('npm test -- a');
});

test('a card keeps the first and the last of its evidence', () => {
  const card = cardOf(Array.from({ length: 100 }, (_, index) => run(index + 1)))!;

  expect(card.evidence).toHaveLength(23);
  expect(card.evidence.slice(0, 4)).toEqual([1, 2, 3, 81]);
});

test('a card does not depend on the order its runs arrived in', () => {
  const runs = fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
    .chain((positions) =>
      fc.tuple(
        fc.constant(positions.map((position) => run(position, { ok: position % 4 !== 0, durationMs: position * 10 }))),
        fc.shuffledSubarray(positions, { minLength: positions.length, maxLength: positions.length }),
      ),
    );
  fc.assert(
    fc.property(runs, ([all, order]) => {
      const shuffled = order.map((position) => all.find((one) => one.position === position)!);
      expect(cardOf(shuffled)).toEqual(cardOf(all));
    }),
  );
});
