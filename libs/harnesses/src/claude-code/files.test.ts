import type { DataOf, Hunk } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../words/content-hash.ts';
import { fileFactsOf } from './files.ts';

const places = { root: '/shop', cwd: '/shop' };
const originalFile = 'a\nb\nc\n';

function edited(oldString: string, structuredPatch: Hunk[], more: object = {}): DataOf<'file.written'> {
  const output = { filePath: '/shop/a.txt', oldString, newString: '', originalFile, structuredPatch, ...more };
  const [fact] = fileFactsOf('c1', 'Edit', { file_path: '/shop/a.txt' }, output, places).facts;
  return fact!.data as DataOf<'file.written'>;
}

describe('an edit that takes text out', () => {
  const wholeLine = [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 2, lines: [' a', '-b', ' c'] }];
  const onlyText = [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' a', '-b', '+', ' c'] }];

  test('takes its line end along', () => {
    expect(edited('b', wholeLine)).toMatchObject({ after: 'a\nc\n', hashAfter: contentHash('a\nc\n') });
  });

  test('with its line end takes that', () => {
    expect(edited('b\n', wholeLine)).toMatchObject({ after: 'a\nc\n', hashAfter: contentHash('a\nc\n') });
  });

  test.each([
    ['says otherwise', onlyText],
    ['is missing', []],
  ])('is told without what came of it where the patch %s', (_, patch) => {
    const data = edited('b', patch);
    expect([data.after, data.hashAfter]).toEqual([undefined, undefined]);
  });

  test('within a line leaves the line end', () => {
    const patch = [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' a', '-bb', '+b', ' c'] }];
    expect(edited('x', patch, { originalFile: 'a\nxb\nc\n' })).toMatchObject({ after: 'a\nb\nc\n' });
  });
});
