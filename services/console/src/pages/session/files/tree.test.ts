import { expect, test } from 'vitest';
import type { FileBrief } from '../../../api/outline-columns.ts';
import type { FileVersion } from '../../../api/session-workspace.ts';
import { filesAt } from './files-at.ts';
import { treeOf } from './tree.ts';

const access = (path: string, start: number, how = 'edit') =>
  ({
    type: 'file',
    id: `${path}${start}`,
    path,
    start,
    end: start,
    how,
    added: 1,
    removed: null,
  }) as unknown as FileBrief;
const version = (position: number, state: FileVersion['state']) => ({ position, state, hash: null }) as FileVersion;
const moments = new Map([10, 11, 12, 13].map((position, moment) => [position, moment]));

test('files are there from their first access on, in the state they were in', () => {
  const accesses = [access('a.ts', 0), access('b.ts', 2), access('a.ts', 3)];
  const paths = [{ path: 'a.ts', versions: [version(10, 'known'), version(12, 'unknown'), version(13, 'known')] }];
  const at = (moment: number) =>
    filesAt(accesses, paths, moments, moment).map(({ path, state, added }) => [path, state, added]);

  expect(at(0)).toEqual([['a.ts', 'known', 1]]);
  expect(at(2)).toEqual([
    ['a.ts', 'unknown', 1],
    ['b.ts', null, 1],
  ]);
  expect(at(3)[0]).toEqual(['a.ts', 'known', 2]);
});

test('folders with nothing but a folder in them share a row', () => {
  const files = filesAt(
    ['/p/src/deep/er/a.ts', '/p/src/deep/er/b.ts', '/p/top.ts'].map((path) => access(path, 0)),
    null,
    moments,
    0,
  );

  expect(treeOf(files, '/p', new Set()).map(({ name, depth }) => [name, depth])).toEqual([
    ['src/deep/er', 0],
    ['a.ts', 1],
    ['b.ts', 1],
    ['top.ts', 0],
  ]);
  expect(treeOf(files, '/p', new Set(['src/deep/er/'])).map(({ name }) => name)).toEqual(['src/deep/er', 'top.ts']);
});
