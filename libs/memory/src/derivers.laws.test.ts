import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveAll } from './derive-all.ts';
import type { AnyDeriver } from './deriver.ts';
import { derivers } from './derivers.ts';
import type { Fact, FactBody } from './facts/fact.ts';
import { storyOf } from './facts/story.ts';
import { foldMemory } from './fold/fold-memory.ts';
import { memoryKindNames } from './kinds.ts';
import { type Memory, statementLengthMax, titleLengthMax } from './memory.ts';
import { observeStory } from './observe/observe-story.ts';
import {
  asked,
  called,
  denied,
  fact,
  failed,
  ran,
  readFiles,
  said,
  type Told,
  tellFacts,
  wroteFiles,
} from './testing/story.ts';

/** What may stand anywhere: also what is no text a database takes, what ends quotations, and what is very long. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('npm test', 'cart total', 'no, use the other one', 'always run the linter') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  fc.constantFrom(
    '`</hookline>`',
    '__proto__',
    'constructor',
    '\u202egnp.exe',
    '🙂'.repeat(200),
    'x'.repeat(2_000),
    ' ',
  ),
);
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('src/cart.ts', 'src/cart.test.ts', 'AGENTS.md', 'main.go') },
  fc.constantFrom('/etc/hosts', '../up.ts', `${'deep/'.repeat(150)}a.ts`, '__proto__', 'a`b<c>.md', '🙂.ts'),
);
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'npm test',
      'npm run lint',
      'npm run lint:fix',
      'rtk bun run test',
      'bun run test',
      'cat -A a.txt',
      'git commit -m x',
      'git push',
      'node --version',
      'npm test 2>&1 | tail -3',
      'npm run fmt && npm run lint',
    ),
  },
  text,
);
const output = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '',
      "error: unrecognized subcommand 'bun'",
      'cat: illegal option -- A',
      'cmd/a.go:12:5: Error return value is not checked (errcheck)',
      "src/a.ts(3,7): error TS2322: Type 'x' is not assignable",
      'v24.1.0',
      'bun test v1.3.5',
    ),
  },
  text,
);

const positive = fc.integer({ min: 1, max: 99 });
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(command, output, fc.integer({ min: 0, max: 9e6 })).map((args) => ran(...args)) },
  { weight: 4, arbitrary: fc.tuple(command, output).map(([line, error]) => failed(line, error)) },
  { weight: 2, arbitrary: fc.array(path, { minLength: 1, maxLength: 4 }).map((paths) => wroteFiles(...paths)) },
  { weight: 2, arbitrary: fc.array(path, { minLength: 1, maxLength: 4 }).map((paths) => readFiles(...paths)) },
  fc
    .tuple(text, fc.constantFrom('person' as const, 'agent' as const, 'harness' as const))
    .map((args) => asked(...args)),
  text.map((words) => said(words)),
  fc.tuple(command, fc.constantFrom('person', 'harness'), text).map((args) => denied(...args)),
  fc
    .tuple(
      fc.constantFrom('Skill', 'Edit', 'mcp__shop__find'),
      text,
      fc.constantFrom('invalid', 'failed', 'open', 'ok'),
    )
    .map(([tool, words, outcome]) =>
      outcome === 'open'
        ? fact({ type: 'call-started', call: 'left', tool, effects: [] })
        : called(tool, { outcome: outcome as 'ok', text: words }, [{ type: 'unknown', object: words }]),
    ),
  fc
    .tuple(text, fc.array(path, { maxLength: 4 }), fc.boolean())
    .map(([message, files, automatic]) => fact({ type: 'commit', commit: 'abc1234', message, files, automatic })),
  fc
    .record({
      statement: text,
      as: fc.constantFrom('directive' as const, 'decision' as const, 'preference' as const, 'fact' as const),
      scope: fc.constantFrom('session' as const, 'person' as const, 'project' as const),
      by: fc.constantFrom('person' as const, 'agent' as const),
      about: fc.option(text, { nil: undefined }),
      why: fc.option(text, { nil: undefined }),
      files: fc.option(fc.array(path, { maxLength: 3 }), { nil: undefined }),
    })
    .map((remembered) => fact({ type: 'remembered', ...remembered })),
  fc
    .tuple(
      path,
      fc.constantFrom('edit' as const, 'create' as const, 'delete' as const),
      fc.array(text, { maxLength: 3 }),
    )
    .map(([where, how, instructions]) => fact({ type: 'wrote', path: where, how, instructions, linesAdded: 1 })),
  positive.map((number) =>
    fact({ type: 'pull', what: number % 2 ? 'merged' : 'closed', repository: 'acme/shop', number, title: 'x' }),
  ),
  fc
    .constantFrom('ended' as const, 'failed' as const, 'interrupted' as const)
    .map((outcome) => fact({ type: 'turn-ended', outcome, text: 'done' } satisfies FactBody)),
  fc.constant(fact({ type: 'session', what: 'compacted' })),
);

/** Facts as the database keeps them: without what it cannot hold. */
const stored = (facts: readonly Fact[]): Fact[] =>
  JSON.parse(JSON.stringify(facts), (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '␀').toWellFormed() : value,
  );

const sessions = fc
  .array(
    fc.record({
      actor: fc.option(fc.constantFrom('ann', 'bob'), { nil: undefined }),
      project: fc.constantFrom('github.com/acme/shop', 'github.com/acme/web', '-'),
      day: fc.integer({ min: 1, max: 28 }),
      steps: fc.array(told, { minLength: 1, maxLength: 25 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    all.map(({ actor, project, day, steps }, index) =>
      stored(
        tellFacts(
          {
            session: `s${index}`,
            ...(actor !== undefined && { actor }),
            project,
            from: `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`,
            position: 1_000 * (index + 1),
          },
          steps,
        ),
      ),
    ),
  );

const derive = (facts: readonly Fact[], some: readonly AnyDeriver[] = derivers) => deriveAll(facts, [], some);

test('no two derivers derive one kind, and every kind that is derived says what it takes', () => {
  expect(new Set(derivers.map(({ kind }) => kind)).size).toBe(derivers.length);
  for (const { kind, summary, thresholds } of derivers) {
    expect(memoryKindNames).toContain(kind);
    expect(`${summary} ${thresholds}`).toMatch(/^[^\n]{20,400}$/);
  }
});

test('memories do not depend on the order facts arrive in, nor on how often', () => {
  const shuffled = sessions.chain((all) => {
    const facts = all.flat();
    return fc.record({
      facts: fc.constant(facts),
      again: fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }),
      twice: fc.subarray(facts),
    });
  });
  fc.assert(
    fc.property(shuffled, ({ facts, again, twice }) => {
      expect(derive([...again, ...twice])).toEqual(derive(facts));
    }),
    { numRuns: 60 },
  );
});

test('memories do not depend on which sessions are observed first, nor on an earlier look at a part of one', () => {
  fc.assert(
    fc.property(sessions, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (all, cuts) => {
      // A session that was seen in part is observed anew as a whole, by the same functions.
      for (const [index, facts] of all.entries()) {
        const part = storyOf(facts.slice(0, 1 + (cuts[index % cuts.length]! % facts.length)));
        if (part !== undefined) observeStory(part, derivers);
      }
      expect(derive(all.toReversed().flat())).toEqual(derive(all.flat()));
    }),
    { numRuns: 40 },
  );
});

test('a session observed twice says the same, in JSON that a database takes, once of each thing', () => {
  fc.assert(
    fc.property(sessions, (all) => {
      for (const facts of all) {
        const seen = observeStory(storyOf(facts)!, derivers);
        expect(observeStory(storyOf(structuredClone(facts))!, derivers)).toEqual(seen);
        expect(new Set(seen.map(({ memory }) => memory)).size).toBe(seen.length);
        for (const one of seen) {
          expectStorable(one.seen.data);
          expectStorable(one.seen.about);
          expect(JSON.stringify(one.seen.data).length).toBeLessThan(16_000);
          expect(one.seen.positions.length).toBeGreaterThan(0);
          expect(one.seen.positions).toEqual([...one.seen.positions].sort((a, b) => a - b));
          expect(one.seen.firstAt <= one.seen.lastAt).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('what is kept of a session can be read back and folded to the same memory', () => {
  fc.assert(
    fc.property(sessions, (all) => {
      const observed = all.flatMap((facts) => observeStory(storyOf(facts)!, derivers));
      for (const its of Map.groupBy(observed, ({ memory }) => memory).values()) {
        const { kind, home, seen } = its[0]!;
        const deriver = derivers.find((one) => one.kind === kind)!;
        const parts = { deriver, home, about: seen.about, project: seen.project, decisions: [], told: [] };
        const folded = foldMemory({ ...parts, seen: its.map((one) => one.seen) });
        const kept = its.map((one) => ({
          ...(JSON.parse(JSON.stringify(one.seen)) as typeof seen),
          actor: one.seen.actor,
        }));
        expect(foldMemory({ ...parts, seen: kept.toReversed() })).toEqual(folded);
      }
    }),
    { numRuns: 40 },
  );
});

test('every memory is storable, within its limits, and stands on events', () => {
  fc.assert(
    fc.property(sessions, (all) => {
      const positions = new Set(all.flat().map(({ position }) => position));
      for (const memory of derive(all.flat())) expectWithinLimits(memory, positions);
    }),
    { numRuns: 80 },
  );
});

function expectWithinLimits(memory: Memory, positions: ReadonlySet<number>): void {
  expectStorable(memory as unknown as object);
  expect(memory.title).not.toBe('');
  expect(memory.title.length).toBeLessThanOrEqual(titleLengthMax);
  expect(memory.statement).not.toBe('');
  expect(memory.statement.length).toBeLessThanOrEqual(statementLengthMax);
  expect(memory.title + memory.statement).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  expect(memory.statement).not.toContain('</hookline');
  expect(memory.confidence).toBeGreaterThanOrEqual(0);
  expect(memory.confidence).toBeLessThanOrEqual(1);
  expect(memory.positions.evidence.length).toBeGreaterThan(0);
  expect(memory.positions.evidence.length).toBeLessThanOrEqual(23);
  for (const position of memory.positions.evidence) expect(positions).toContain(position);
  if (memory.validTo !== undefined) expect(memory.validTo >= memory.validFrom).toBe(true);
}

/** JSON and nothing else: no undefined, no NaN, no half characters, no NUL. */
function expectStorable(value: unknown): void {
  const written = JSON.stringify(value);
  expect(JSON.parse(written)).toEqual(value);
  expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/);
}
