import { describe, expect, test } from 'vitest';
import { deriveFrom, readFiles, tellDays, wroteFiles } from '../testing/story.ts';
import { readFirst } from './read-first.ts';

describe('read-first', () => {
  test('tells which files were read before a file was first changed', () => {
    const memories = deriveFrom(
      readFirst,
      tellDays(
        [
          readFiles('src/cart.ts', 'src/price.ts'),
          readFiles('docs/cart.md'),
          wroteFiles('src/cart.ts'),
          readFiles('late.ts'),
        ],
        [readFiles('src/price.ts'), wroteFiles('src/cart.ts'), readFiles('late.ts'), wroteFiles('src/cart.ts')],
      ),
    );
    expect(memories).toMatchObject([
      {
        about: 'src/cart.ts',
        status: 'active',
        confidence: 1,
        details: { sessions: 2, first: [{ path: 'src/price.ts', sessions: 2 }] },
        statement:
          'Before `src/cart.ts` was changed (2 sessions), these were read: `src/price.ts` in 2 (last 2026-11-02)',
      },
    ]);
  });

  test('the file itself is not what is read before it', () => {
    const alone = [readFiles('a.ts'), wroteFiles('a.ts')];
    expect(deriveFrom(readFirst, tellDays(alone, alone))).toEqual([]);
  });
});
