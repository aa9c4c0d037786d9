import { describe, expect, test } from 'vitest';
import { asked, deriveFrom, fact, type Told, tellDays, wroteFiles } from '../testing/story.ts';
import { coChange } from './co-change.ts';

const changed = (...paths: string[]): Told[] => [asked('go on'), ...paths.map((path) => wroteFiles(path))];
const deleted = (path: string) => fact({ type: 'wrote', path, how: 'delete' });

describe('co-change', () => {
  test('tells what was changed in the same sessions, with how often', () => {
    const [memory] = deriveFrom(
      coChange,
      tellDays(
        changed('src/cart.ts', 'src/cart.test.ts'),
        changed('src/cart.ts', 'src/cart.test.ts', 'README.md'),
        changed('src/cart.ts'),
      ),
    ).filter(({ about }) => about === 'src/cart.ts');
    expect(memory).toMatchObject({
      status: 'active',
      scope: 'project:github.com/acme/shop',
      details: { sessions: 3, with: [{ path: 'src/cart.test.ts', sessions: 2, share: 0.67 }] },
      statement: '`src/cart.ts` was changed in 3 sessions, with it `src/cart.test.ts` in 2 (last 2026-11-03)',
    });
  });

  test('says nothing of what came together once, or in fewer than 30 % of the sessions', () => {
    const often = Array.from({ length: 8 }, (_, at) => changed('a.ts', ...(at < 2 ? ['b.ts'] : [])));
    expect(deriveFrom(coChange, tellDays(...often)).map(({ about }) => about)).toEqual(['b.ts']);
    expect(deriveFrom(coChange, tellDays(changed('a.ts', 'b.ts'), changed('a.ts')))).toEqual([]);
  });

  test('a session that changes very many files says nothing', () => {
    const many = Array.from({ length: 41 }, (_, at) => `src/${at}.ts`);
    expect(deriveFrom(coChange, tellDays(changed(...many), changed(...many)))).toEqual([]);
  });

  test('files outside of the project are none of its files', () => {
    const both = ['/tmp/x.ts', '../other/y.ts', '.git/hooks/pre-commit', 'a.ts'];
    expect(deriveFrom(coChange, tellDays(changed(...both), changed(...both)))).toEqual([]);
  });

  test('ends with the file, and begins again where the file is back', () => {
    const both = changed('a.ts', 'b.ts');
    const gone = deriveFrom(coChange, tellDays(both, both, [deleted('a.ts')])).filter(({ about }) => about === 'a.ts');
    expect(gone).toMatchObject([{ status: 'retired', reason: 'gone' }]);
    const back = deriveFrom(coChange, tellDays(both, both, [deleted('a.ts')], both)).filter(
      ({ about }) => about === 'a.ts',
    );
    expect(back).toMatchObject([{ status: 'active' }]);
  });
});
