import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { changesOf, commitAll } from './changes.ts';
import { gitIn } from './git.ts';
import { showAsUncommitted, treeOf } from './uncommitted.ts';
import { makeWorktree, removeWorktree, topOf } from './worktree.ts';

/** A repository with two commits, `first` and main, and a hook that would be seen. */
async function repository() {
  const folder = await tempDir();
  const repo = join(folder.path, 'shop');
  mkdirSync(repo);
  const env = { PATH: process.env.PATH, HOME: folder.path };
  const run = (...args: string[]) => execFileSync('git', args, { cwd: repo, env, encoding: 'utf8' });
  run('init', '--quiet', '--initial-branch=main');
  run('config', 'user.email', 'dev@example.test');
  run('config', 'user.name', 'Dev');
  for (const name of ['first', 'second']) {
    writeFileSync(join(repo, `${name}.txt`), name);
    run('add', '.');
    run('commit', '--quiet', '-m', name);
    if (name === 'first') run('branch', 'first');
  }
  for (const hook of ['post-checkout', 'pre-commit'])
    writeFileSync(join(repo, '.git/hooks', hook), `#!/bin/sh\ntouch '${folder.path}/hook-ran'\nexit 1\n`, {
      mode: 0o755,
    });
  return {
    ...folder,
    folder: folder.path,
    repo,
    run,
    git: gitIn(env),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test('begins where it is told, on a branch of its own, and leaves no trace', async () => {
  await using at = await repository();
  const { git, repo, run } = at;
  const tree = join(at.folder, 'tree');
  const worktree = await makeWorktree(git, { repo, tree, branch: 'hookline/abc', from: 'first' });

  expect([existsSync(join(tree, 'first.txt')), existsSync(join(tree, 'second.txt'))]).toEqual([true, false]);
  expect(await changesOf(git, worktree)).toBeUndefined();
  expect(await topOf(git, tree)).toBe(tree);

  writeFileSync(join(tree, 'thrown.txt'), 'away');
  await removeWorktree(git, worktree);
  expect(existsSync(tree)).toBe(false);
  expect(run('branch', '--list', 'hookline/*')).toBe('');
  expect(existsSync(join(at.folder, 'hook-ran'))).toBe(false);
});

test('what was changed is counted, and kept by a commit without hooks', async () => {
  await using at = await repository();
  const { git, repo, run } = at;
  const tree = join(at.folder, 'tree');
  run('branch', 'hookline/abc');
  const worktree = await makeWorktree(git, { repo, tree, branch: 'hookline/abc' });
  writeFileSync(join(tree, 'a new\tname.txt'), 'one\ntwo\n');
  writeFileSync(join(tree, 'first.txt'), '');

  expect(await changesOf(git, worktree)).toMatchObject({
    files: 2,
    insertions: 2,
    deletions: 1,
    paths: ['a new\tname.txt', 'first.txt'],
    commits: 0,
    uncommitted: true,
  });
  const commit = await commitAll(git, worktree, 'hookline: item x');
  expect(await changesOf(git, worktree)).toMatchObject({ files: 2, commits: 1, uncommitted: false, head: commit });
  await removeWorktree(git, worktree);
  expect(run('log', '-1', '--format=%s', 'hookline/abc-2').trim()).toBe('hookline: item x');
  expect(existsSync(join(at.folder, 'hook-ran'))).toBe(false);
});

/** A working tree with a change, a deletion and a new file that were laid there before anybody worked in it. */
async function laidOver(at: Awaited<ReturnType<typeof repository>>) {
  const tree = join(at.folder, 'tree');
  const made = await makeWorktree(at.git, { repo: at.repo, tree, branch: 'hookline/abc' });
  writeFileSync(join(tree, 'first.txt'), 'changed\n');
  rmSync(join(tree, 'second.txt'));
  writeFileSync(join(tree, 'new file.txt'), 'new\n');
  const laid = await treeOf(at.git, made);
  await showAsUncommitted(at.git, made);
  const inTree = (...args: string[]) => execFileSync('git', args, { cwd: tree, encoding: 'utf8' });
  return { tree, inTree, worktree: { ...made, laid } };
}

test('what was laid there is shown as uncommitted, and is nobody’s change', async () => {
  await using at = await repository();
  const { tree, inTree, worktree } = await laidOver(at);

  expect(inTree('status', '--short').split('\n').sort()).toEqual([
    '',
    ' A "new file.txt"',
    ' D second.txt',
    ' M first.txt',
  ]);
  expect(inTree('diff')).toContain('+new\n');
  expect(await changesOf(at.git, worktree)).toBeUndefined();
  writeFileSync(join(tree, 'first.txt'), 'changed\nagain\n');
  expect(await changesOf(at.git, worktree)).toMatchObject({ files: 1, insertions: 1, deletions: 0, uncommitted: true });
  writeFileSync(join(tree, 'first.txt'), 'changed\n');
  expect(await changesOf(at.git, worktree)).toBeUndefined();
});

test('what was laid there is kept in a commit before that of the agent', async () => {
  await using at = await repository();
  const { tree, inTree, worktree } = await laidOver(at);
  writeFileSync(join(tree, 'second.txt'), 'back\n');

  const commit = await commitAll(at.git, worktree, 'hookline: item x');
  expect(inTree('log', '--format=%s', '-3').trim().split('\n')).toEqual([
    'hookline: item x',
    'hookline: item x: what it began with',
    'second',
  ]);
  expect(inTree('show', '--format=', '--name-only', commit).trim()).toBe('second.txt');
  expect(await changesOf(at.git, worktree)).toMatchObject({ files: 1, uncommitted: false });
});

test('what was laid there and committed by the agent is its commit, and no change', async () => {
  await using at = await repository();
  const { inTree, worktree } = await laidOver(at);
  inTree('commit', '--no-verify', '-qam', 'All of it');

  expect(await changesOf(at.git, worktree)).toMatchObject({ files: 0, commits: 1, uncommitted: false });
});

test('a commit that is not there, or looks like an option, is refused', async () => {
  await using at = await repository();
  const wanted = { repo: at.repo, tree: join(at.folder, 'tree'), branch: 'hookline/abc' };

  for (const from of ['nowhere', '--upload-pack=evil', 'HEAD; true'])
    await expect(makeWorktree(at.git, { ...wanted, from })).rejects.toThrow('fetch or make it');
});

test('what an agent wrote where git looks for its settings runs nothing', async () => {
  await using at = await repository();
  const { git, repo } = at;
  const tree = join(at.folder, 'tree');
  const worktree = await makeWorktree(git, { repo, tree, branch: 'hookline/abc' });
  const ran = join(at.folder, 'ran');
  const evil = `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = touch '${ran}'\n[filter "x"]\n\tclean = touch '${ran}'; cat\n`;
  for (const folder of ['evil', 'nested/.git']) {
    for (const part of ['objects', 'refs/heads']) mkdirSync(join(tree, folder, part), { recursive: true });
    writeFileSync(join(tree, folder, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(tree, folder, 'config'), evil);
  }
  writeFileSync(join(tree, '.gitattributes'), '* filter=x\n');
  writeFileSync(join(tree, 'nested/file.txt'), 'x');
  rmSync(join(tree, '.git'));
  writeFileSync(join(tree, '.git'), `gitdir: ${tree}/evil\n`);

  expect((await changesOf(git, worktree))?.uncommitted).toBe(true);
  await commitAll(git, worktree, 'hookline: item x');
  await removeWorktree(git, worktree);
  expect([existsSync(ran), existsSync(tree)]).toEqual([false, false]);
});
