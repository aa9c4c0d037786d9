import { describe, expect, test } from 'vitest';
import { asked, deriveFrom, fact, ran, readFiles, tellDays, wroteFiles } from '../testing/story.ts';
import { file } from './file.ts';

const work = [asked('round the totals'), readFiles('src/cart.ts'), wroteFiles('src/cart.ts')];
const decided = (by: 'person' | 'agent', scope: 'person' | 'project') =>
  fact({ type: 'remembered', as: 'decision', statement: 'Totals are integers', by, scope, files: ['src/cart.ts'] });

describe('file', () => {
  test('tells who works on it and what it was last changed for', () => {
    const committed = [...work, ran('git commit -am x', '[main abc1234] Round totals\n 1 file changed')];
    const [memory] = deriveFrom(file, tellDays(work, work, [readFiles('src/cart.ts')], committed, work));
    expect(memory).toMatchObject({
      about: 'src/cart.ts',
      status: 'active',
      details: {
        sessions: 5,
        reads: 5,
        changed: 4,
        editors: ['ann', 'bob'],
        commit: { commit: 'abc1234', title: 'Round totals' },
      },
      statement:
        '`src/cart.ts`: changed in 4 of 5 sessions by ann, bob, 5 reads, last changed 2026-11-05, commit abc1234 "Round totals"',
    });
  });

  test('is a proposal until five sessions, and nothing after one', () => {
    expect(deriveFrom(file, tellDays(work, work))).toMatchObject([
      { status: 'proposed', reason: 'too-little-support' },
    ]);
    expect(deriveFrom(file, tellDays(work))).toEqual([]);
  });

  test('what a person decided about it for the project counts at once, without the words', () => {
    const [memory] = deriveFrom(file, tellDays([decided('person', 'project')]));
    expect(memory).toMatchObject({ status: 'active', details: { decisions: ['total integ'] } });
    expect(memory!.statement).not.toContain('integers');
    expect(deriveFrom(file, tellDays([decided('agent', 'project')], [decided('person', 'person')]))).toEqual([]);
  });

  test('what git printed is a commit only where git was asked for one', () => {
    const printed = [...work, ran('cat log.txt', '[main abc1234] Round totals')];
    expect(deriveFrom(file, tellDays(printed, printed))).toMatchObject([{ details: { commit: null } }]);
  });
});
