import { describe, expect, test } from 'vitest';
import { simpleCommands } from './commands/simple-commands.ts';
import { commandSubjects } from './commands/subjects.ts';
import type { AnyDeriver } from './deriver.ts';
import { derivers } from './derivers.ts';
import { foldMemory } from './fold/fold-memory.ts';
import { observeStory } from './observe/observe-story.ts';
import { aftermathsOf } from './observe/told.ts';
import { keysAsked } from './recall/keys.ts';
import { asked, denied, fact, failed, ran, readFiles, tellDays, wroteFiles } from './testing/story.ts';

describe('a command line that no shell would take', () => {
  const start = '{'.padStart(2, '$');
  test.each([start, `"${start}`, `${start}x`, `npm test && echo ${start}}`, `echo ${start}${'x'.repeat(900)}`])(
    '%s',
    (line) => {
      expect(simpleCommands(line)).toEqual([]);
      expect(commandSubjects(line)).toEqual([]);
      expect(keysAsked({ commands: [line] }, '')).toHaveLength(1);
      const days = tellDays([ran(line), failed(line, 'error: it failed'), ran('npm run lint')], [ran('npm run lint')]);
      const observed = days.flatMap((story) => observeStory(story, derivers));
      expect(observed.some(({ seen }) => seen.about === 'npm run lint')).toBe(true);
    },
  );
});

/** JSON that PostgreSQL refuses: a NUL, or half a character. */
const refused = (value: unknown) => /\\u(?:0000|d[89a-f])/.test(JSON.stringify(value) ?? '');

test.each(['😀', 'x😀', 'xy😀', 'a/😀 '])('texts that are cut in the middle of %s leave no half character', (part) => {
  const long = part.repeat(1_500).slice(0, 3_000).toWellFormed();
  const words = `no, always use ${long.slice(0, 600).toWellFormed()}`;
  const path = long.slice(0, 900).toWellFormed();
  const day = [
    asked(words),
    asked(words),
    ran(long),
    failed(long, `error: ${long}`),
    readFiles(path),
    wroteFiles(path),
    denied(long, 'person', words),
    fact({ type: 'permission', tool: long, decision: 'deny', by: 'person', reason: words }),
    fact({ type: 'injected', surface: 'prompt', memories: ['mem_aaaaaaaa'], tokens: 1, heldOut: false, about: path }),
    fact({ type: 'commit', commit: 'c0ffee', message: words, files: [path], automatic: false }),
    failed(long, `error: ${long}`),
  ];
  const stories = tellDays(day, day, day);
  const observed = stories.flatMap((story) => observeStory(story, derivers));

  expect(observed.length).toBeGreaterThan(10);
  expect(observed.filter(refused)).toEqual([]);
  expect(stories.flatMap(aftermathsOf).filter(refused)).toEqual([]);
  const memories = [...Map.groupBy(observed, ({ memory }) => memory).values()].flatMap((its) => {
    const { kind, home, seen } = its[0]!;
    const deriver = derivers.find((one) => one.kind === kind)!;
    const sources = { deriver, home, about: seen.about, project: seen.project, decisions: [], told: [] };
    return foldMemory({ ...sources, seen: its.map((one) => one.seen) }) ?? [];
  });
  expect(memories.length).toBeGreaterThan(5);
  expect(memories.filter(refused)).toEqual([]);
});

test('a deriver that fails keeps no other from a session, and no other memory from being folded', () => {
  const broken = {
    ...derivers[0]!,
    observe: () => {
      throw new Error('broken');
    },
    fold: () => {
      throw new Error('broken');
    },
  } as AnyDeriver;
  const [story] = tellDays([ran('npm run lint')]);

  const observed = observeStory(story!, [broken, ...derivers]);

  expect(observed).toEqual(observeStory(story!, derivers));
  const { home, seen } = observed[0]!;
  const sources = { home, about: seen.about, project: seen.project, seen: [seen], decisions: [], told: [] };
  expect(foldMemory({ deriver: broken, ...sources })).toBeUndefined();
});
