import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { covers, overlaps } from './overlap.ts';
import { normalResource, ResourceError } from './resource.ts';

const path = (resource: string) => ({ kind: 'path' as const, resource });
const glob = (resource: string) => ({ kind: 'glob' as const, resource });
const task = (resource: string) => ({ kind: 'task' as const, resource });

describe('what overlaps', () => {
  test.each([
    ['src/a.ts', 'src/*.ts'],
    ['src', 'src/**'],
    ['src/deep/er/a.ts', 'src/**/*.ts'],
    ['app/[id]/page.tsx', 'app/[id]/**'],
    ['.env', '*'],
  ])('the path %s is under the glob %s', (one, other) => {
    expect(overlaps(path(one), glob(other))).toBe(true);
  });

  test.each([
    ['src/a.ts', 'src/*.md'],
    ['src/deep/a.ts', 'src/*.ts'],
    ['srcs/a.ts', 'src/**'],
    ['app/i/page.tsx', 'app/[id]/**'],
  ])('the path %s is not under the glob %s', (one, other) => {
    expect(overlaps(path(one), glob(other))).toBe(false);
  });

  test.each([
    ['src/**', '**/*.ts', true],
    ['src/*.ts', '*/a.*', true],
    ['src/{a,b}/*', 'src/{b,c}/x', true],
    ['src/{a,b}/*', 'src/{c,d}/x', false],
    ['src/*.ts', 'src/*.md', false],
    ['a*b', 'b*a', false],
    ['**/x/**', '**/y/**', true],
    ['src/**', 'test/**', false],
  ])('the globs %s and %s: %s', (one, other, expected) => {
    expect(overlaps(glob(one), glob(other))).toBe(expected);
  });

  test('tasks are names: equal or not, and no paths', () => {
    expect(overlaps(task('release'), task('release'))).toBe(true);
    expect(overlaps(task('release'), task('releases'))).toBe(false);
    expect(overlaps(task('release'), path('release'))).toBe(false);
    expect(overlaps(glob('**'), task('release'))).toBe(false);
  });
});

describe('against every path there is', () => {
  const names = ['a', 'b', 'aa', 'ab', 'a.b', '.a', '[a]', 'a(b', '!a'];
  const paths = names.flatMap((one) => [one, ...names.flatMap((two) => [`${one}/${two}`, `${one}/${two}/a`])]);
  const part = fc.constantFrom(
    'a',
    'b',
    '*',
    'a*',
    '*b',
    '*.*',
    '?',
    'a?',
    '{a,b}',
    '{a,*b}c',
    '**',
    '[a]',
    'a(*',
    '!a',
  );
  const anyGlob = fc
    .array(part, { minLength: 1, maxLength: 3 })
    .map((parts) => glob(normalResource('glob', parts.join('/'))));
  const resource = fc.oneof(
    anyGlob,
    fc.constantFrom(...paths).map((one) => path(one)),
  );
  // Picomatch with everything but our wildcards taken as it stands. Whether a trailing ** may be nothing depends, there,
  // on what stands before it: to us it always may.
  const matcher = ({ kind, resource }: { kind: string; resource: string }) => {
    const text = kind === 'path' ? resource.replaceAll(/[^\w/]/g, '\\$&') : resource.replaceAll(/[[\]()!.]/g, '\\$&');
    return picomatch([text, text.replace(/(?:\/\*\*)+$/, '')], { dot: true });
  };

  test('a glob covers a path as picomatch says', () => {
    fc.assert(
      fc.property(anyGlob, fc.constantFrom(...paths), (one, other) => {
        expect([one.resource, other, covers(one, other)]).toEqual([one.resource, other, matcher(one)(other)]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('two overlap, whichever comes first, wherever one path is under both', () => {
    fc.assert(
      fc.property(resource, resource, (one, other) => {
        const found = overlaps(one, other);
        expect(overlaps(other, one)).toBe(found);
        const [left, right] = [matcher(one), matcher(other)];
        if (paths.some((each) => left(each) && right(each))) expect(found).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('two that no path is under both of do not overlap', () => {
    // Over these parts a common path, where there is one, is made of these names: so the samples are all that matter.
    const plain = fc
      .array(fc.constantFrom('a', 'b', 'ab', '*', 'a*', '**'), { minLength: 1, maxLength: 3 })
      .map((parts) => glob(normalResource('glob', parts.join('/'))));
    const words = ['a', 'b', 'ab'];
    const every = [...words];
    let longest = words;
    for (let length = 2; length <= 6; length += 1) {
      longest = longest.flatMap((one) => words.map((word) => `${one}/${word}`));
      every.push(...longest);
    }
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const [left, right] = [matcher(one), matcher(other)];
        expect(overlaps(one, other)).toBe(every.some((each) => left(each) && right(each)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('how a resource is written', () => {
  test.each([
    ['path', './src//a.ts', 'src/a.ts'],
    ['path', ' src/./a.ts ', 'src/a.ts'],
    ['glob', 'src/', 'src'],
    ['glob', './**', '**'],
    ['task', ' cut  a release ', 'cut a release'],
  ] as const)('%s %j is %j', (kind, given, expected) => {
    expect(normalResource(kind, given)).toBe(expected);
    expect(normalResource(kind, expected)).toBe(expected);
  });

  test.each([
    ['path', '../a.ts', 'without ..'],
    ['path', 'src/../../a', 'without ..'],
    ['path', '/etc/passwd', 'relative to the repository'],
    ['path', 'C:/a', 'relative to the repository'],
    ['path', '~/a', 'relative to the repository'],
    ['path', 'src\\a.ts', 'no backslash'],
    ['path', 'src/', 'the glob src/**'],
    ['path', '.', 'a file'],
    ['path', 'a\u0000b', 'no control characters'],
    ['path', 'a'.repeat(1_001), 'at most 1000'],
    ['glob', 'src/{a,{b,c}}', 'none inside another'],
    ['glob', 'src/{a}', 'two or more alternatives'],
    ['glob', 'src/{a,}', 'none empty'],
    ['glob', '{a,b}{a,b}{a,b}{a,b}', 'at most 8 alternatives'],
    ['glob', 'src/**.ts', '** only as a whole folder'],
    ['glob', '{.,a}{.,b}', 'a name between'],
    ['task', '  ', 'something that is named'],
  ] as const)('%s %j is refused: %s', (kind, given, words) => {
    expect(() => normalResource(kind, given)).toThrow(ResourceError);
    expect(() => normalResource(kind, given)).toThrow(words);
  });
});
