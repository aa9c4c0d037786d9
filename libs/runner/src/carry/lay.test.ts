import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import type { Change } from './changes.ts';
import { layChanges } from './lay.ts';

const hashOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const made = (path: string, text: string, before: string[]): Change => ({
  path,
  before,
  after: { state: 'known', hash: hashOf(text), bytes: text.length, why: null },
});
const gone = (path: string, before: string): Change => ({
  path,
  before: [hashOf(before)],
  after: { state: 'absent', hash: null, bytes: null, why: null },
});
const never = new AbortController().signal;

test('files are changed, made and taken away; a program stays one', async () => {
  await using folder = await tempDir();
  const tree = folder.path;
  writeFileSync(join(tree, 'run.sh'), 'old');
  chmodSync(join(tree, 'run.sh'), 0o755);
  writeFileSync(join(tree, 'old'), 'old');
  const texts: Record<string, string> = { 'run.sh': 'new', 'old/deep/new.txt': 'deep' };
  const changes = [
    gone('old', 'old'),
    made('run.sh', 'new', [hashOf('old')]),
    made('old/deep/new.txt', 'deep', ['absent']),
    made('gone.txt', 'erased', ['absent']),
    made('forged.txt', 'asked for', ['absent']),
  ];

  const laid = await layChanges(
    tree,
    changes,
    async (path) => (path === 'forged.txt' ? 'something else' : texts[path]),
    never,
  );

  expect(laid.paths).toEqual(['old', 'old/deep/new.txt', 'run.sh']);
  expect(laid.left.map(({ path }) => path)).toEqual(['gone.txt', 'forged.txt']);
  expect(readFileSync(join(tree, 'run.sh'), 'utf8')).toBe('new');
  expect(statSync(join(tree, 'run.sh')).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(tree, 'old/deep/new.txt'), 'utf8')).toBe('deep');
  expect(existsSync(join(tree, 'forged.txt'))).toBe(false);
});

test('nothing is written, read or deleted through a link, whatever it leads to', async () => {
  await using folder = await tempDir();
  const [tree, outside] = [join(folder.path, 'tree'), join(folder.path, 'outside')];
  for (const path of [tree, outside]) mkdirSync(path);
  writeFileSync(join(outside, 'secret'), 'old');
  symlinkSync(outside, join(tree, 'away'));
  symlinkSync(join(outside, 'secret'), join(tree, 'link'));
  symlinkSync(join(outside, 'not-there'), join(tree, 'dangling'));
  const changes = [
    gone('link', 'old'),
    gone('away/secret', 'old'),
    made('link', 'new', [hashOf('old')]),
    made('away/secret', 'new', [hashOf('old')]),
    made('away/made', 'new', ['absent']),
    made('dangling', 'new', ['absent']),
  ];

  const laid = await layChanges(tree, changes, async () => 'new', never);

  expect(laid.paths).toEqual([]);
  expect(laid.left.map(({ why }) => why)).toEqual(
    ['it', 'away', 'it', 'away', 'away', 'it'].map((what) => `${what} is a link here`),
  );
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('old');
  expect([existsSync(join(outside, 'made')), existsSync(join(outside, 'not-there'))]).toEqual([false, false]);
});

test('what is no file, or below one, is in the way', async () => {
  await using folder = await tempDir();
  mkdirSync(join(folder.path, 'folder'));
  writeFileSync(join(folder.path, 'file'), 'x');
  const changes = [made('folder', 'new', []), made('file/below', 'new', [])];

  const laid = await layChanges(folder.path, changes, async () => 'new', never);
  expect(laid.left.map(({ why }) => why)).toEqual(['it is no file here', 'file is no folder here']);
});
