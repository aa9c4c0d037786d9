import { describe, expect, test } from 'vitest';
import { episode } from '../derivers/episode.ts';
import { fact } from '../derivers/fact.ts';
import type { Memory } from '../memory.ts';
import { asked, deriveFrom, fact as happened, tellDays, wroteFiles } from '../testing/story.ts';
import { auditJunk } from './junk.ts';

const said = (...statements: readonly string[]): Memory[] =>
  deriveFrom(
    fact,
    tellDays(
      statements.map((statement, at) =>
        happened({ type: 'remembered', as: 'fact', scope: 'person', by: 'person', about: `${at}`, statement }),
      ),
    ),
  );
const reasons = (memories: readonly Memory[]) => auditJunk(memories).findings.map(({ why }) => why);

describe('an audit of memories', () => {
  test('finds nothing in memories that say different things', () => {
    const memories = said('The port of api is 80', 'Releases happen on Mondays', 'Ann owns checkout');
    expect(auditJunk(memories)).toEqual({ active: 3, junk: 0, share: 0, findings: [] });
  });

  test('finds what is said twice, and the memory it repeats', () => {
    const memories = said('Releases happen on Mondays', 'releases  happen on mondays');
    const { findings, share } = auditJunk(memories);
    expect(share).toBe(0.5);
    expect(findings).toMatchObject([{ why: 'exact-duplicate', of: { kind: 'fact' } }]);
    expect(findings[0]!.of!.id).not.toBe(findings[0]!.memory.id);
  });

  test('finds what is nearly the same, with how alike they are', () => {
    const words =
      'the checkout service retries a failed payment three times before it gives the order up and tells the customer';
    const { findings } = auditJunk(said(words, `${words} so`));
    expect(findings).toMatchObject([{ why: 'near-duplicate', likeness: expect.any(Number) }]);
    expect(findings[0]!.likeness).toBeGreaterThanOrEqual(0.7);
  });

  test('takes files of the same history for different things', () => {
    const both = [asked('round the totals of the basket'), wroteFiles('src/a.ts')];
    const memories = deriveFrom(episode, tellDays(both)).map((memory) => ({ ...memory, kind: 'file' as const }));
    const card = (path: string) => ({
      ...memories[0]!,
      id: path,
      statement: `\`${path}\`: changed in 5 sessions by ann`,
    });
    expect(reasons([card('src/a.ts'), card('src/b.ts')])).toEqual([]);
  });

  test.each([
    ['self-echo', 'Remember: ‹hookline memory project=x›'],
    ['self-echo', 'as mem_0a1b2c3d says'],
    ['ephemeral', 'The socket is at /tmp/run-88/sock'],
    ['ephemeral', 'The server has pid 48213'],
    ['ephemeral', 'Session 0b1e7a52-5a0e-4b67-9d0b-0e7b5a3c2d1f holds the lock'],
    ['ephemeral', 'The build is red today'],
  ])('finds %s: %s', (why, statement) => {
    expect(reasons(said(statement))).toEqual([why]);
  });

  test('finds what rests on nothing', () => {
    const [memory] = said('Ann owns checkout');
    expect(reasons([{ ...memory!, positions: { ...memory!.positions, evidence: [] } }])).toEqual(['no-evidence']);
  });

  test('looks only at what may be told', () => {
    expect(auditJunk(said('today', 'x').map((memory) => ({ ...memory, status: 'proposed' })))).toMatchObject({
      active: 0,
      share: 0,
    });
  });
});
