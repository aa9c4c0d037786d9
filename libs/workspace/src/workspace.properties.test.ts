import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentHash } from './content.ts';
import type { FileAt } from './file-at.ts';
import { filesAt } from './files-at.ts';
import { runProgram, type Tape } from './model/program.ts';
import { type Told, World } from './model/world.ts';
import { workspaceOf } from './workspace.ts';

const decisions = fc.array(fc.nat(999), { minLength: 150, maxLength: 600 });
const runs = 300;

/** Plays the decisions; when they are used up, all others are 0. */
function tapeOf(numbers: readonly number[]): Tape {
  let at = 0;
  return { below: (count) => (numbers[at++] ?? 0) % count };
}

/** Everything said to be known that is not so. */
function wrong(files: readonly FileAt[], { tree, placed }: Told): string[] {
  return files.flatMap(({ path, state, hash }) => {
    const text = tree.get(path);
    const isRight =
      state === 'unknown' ||
      (state === 'absent' ? text === undefined : text !== undefined && contentHash(text) === hash);
    return isRight ? [] : [`${path} at ${placed.position}: ${state} ${JSON.stringify(text)}`];
  });
}

const heardOf = (told: readonly Told[]) => told.filter(({ placed }) => placed.position > 0);

describe('files at any event of a random program', () => {
  test.each(['claude-code', 'codex'])(
    'of %s are as in the checkout, or unknown, also where events got lost',
    (harness) => {
      fc.assert(
        fc.property(decisions, fc.constantFrom(0, 6, 15), (numbers, oneOf) => {
          const world = new World(harness, false);
          runProgram(world, tapeOf(numbers), numbers.length / 4, { oneOf });
          const heard = heardOf(world.told);
          const workspace = workspaceOf(heard.map(({ placed }) => placed));
          expect(heard.flatMap((told) => wrong(filesAt(workspace, told.placed.order), told))).toEqual([]);
        }),
        { numRuns: runs },
      );
    },
  );

  test('are right also for who has only heard the events so far', () => {
    fc.assert(
      fc.property(
        decisions,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.constantFrom(0, 6, 15),
        (numbers, part, isLinked, oneOf) => {
          const world = new World('codex', isLinked);
          runProgram(world, tapeOf(numbers), numbers.length / 4, { oneOf });
          const heard = heardOf(world.told);
          const first = heard.slice(0, Math.max(1, Math.ceil(heard.length * part)));
          const files = filesAt(workspaceOf(first.map(({ placed }) => placed)));
          expect(wrong(files, first.at(-1)!)).toEqual([]);
        },
      ),
      { numRuns: runs },
    );
  });

  test.each(['claude-code', 'codex'])('of %s are right also where two names lead to one file', (harness) => {
    fc.assert(
      fc.property(decisions, fc.constantFrom(0, 6, 15), fc.boolean(), (numbers, oneOf, plain) => {
        const world = new World(harness, true);
        runProgram(world, tapeOf(numbers), numbers.length / 4, { oneOf }, plain);
        const heard = heardOf(world.told);
        const workspace = workspaceOf(heard.map(({ placed }) => placed));
        expect(heard.flatMap((told) => wrong(filesAt(workspace, told.placed.order), told))).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test('are the same in whatever order the events are given', () => {
    fc.assert(
      fc.property(decisions, (numbers) => {
        const world = new World('codex', false);
        runProgram(world, tapeOf(numbers), numbers.length / 4, { oneOf: 10 });
        const events = heardOf(world.told).map(({ placed }) => placed);
        expect(workspaceOf(events.toReversed())).toEqual(workspaceOf(events));
      }),
      { numRuns: 200 },
    );
  });

  test('are known, all that were read or written, where one call follows another and no command runs', () => {
    fc.assert(
      fc.property(decisions, (numbers) => {
        const world = new World('claude-code', false);
        runProgram(world, tapeOf(numbers), numbers.length / 4, { oneOf: 0 }, true);
        const events = world.told.map(({ placed }) => placed);
        const seen = new Set(
          events.flatMap(({ event }) =>
            (event.kind === 'file.read' && event.data.hash !== undefined) || event.kind === 'file.written'
              ? [event.data.path]
              : [],
          ),
        );
        const last = events.findLast(({ event }) => event.kind === 'file.read' || event.kind === 'file.written');
        const files = filesAt(workspaceOf(events), last?.order);
        expect(
          files.filter(({ path, state, why }) => seen.has(path) && state !== 'known' && why?.reason !== 'twin'),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
