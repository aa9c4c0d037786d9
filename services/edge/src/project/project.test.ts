import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normaliseRemote } from '@hookline/harnesses';
import { tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { findProject } from './find-project.ts';
import { parseGitConfig } from './git-config.ts';
import { ProjectCache } from './project-cache.ts';
import { rootCommitOf } from './root-commit.ts';

describe('a remote names the same project however it was cloned', () => {
  test.each([
    ['https://github.com/acme/shop.git', 'github.com/acme/shop'],
    ['https://GitHub.com/Acme/Shop', 'github.com/acme/shop'],
    ['git@github.com:acme/shop.git', 'github.com/acme/shop'],
    ['ssh://git@github.com:22/acme/shop/', 'github.com/acme/shop'],
    ['https://dev:ghp_secret@github.com/acme/shop.git', 'github.com/acme/shop'],
    ['https://oauth2:a@b@git.example.org:8443/team/sub/Shop.git?x=1', 'git.example.org/team/sub/Shop'],
  ])('%s', (address, expected) => {
    expect(normaliseRemote(address)).toBe(expected);
  });

  test.each(['/srv/git/shop.git', '../shop', 'file:///srv/git/shop.git', 'C:\\repos\\shop', ''])(
    '%s is of one machine only',
    (address) => {
      expect(normaliseRemote(address)).toBeUndefined();
    },
  );
});

test('nothing that a repository configures is run to name it', async () => {
  await using dir = await tempDir();
  repository(dir.path);
  git(dir.path, 'commit', '-q', '--allow-empty', '-m', 'second');
  const ran = join(dir.path, 'ran');
  const first = git(dir.path, 'rev-parse', 'HEAD~1').trim();
  rmSync(join(dir.path, '.git', 'objects', first.slice(0, 2), first.slice(2)));
  git(dir.path, 'config', 'remote.missing.url', 'ssh://host/path');
  for (const [name, value] of [
    ['core.repositoryformatversion', '1'],
    ['extensions.partialClone', 'missing'],
    ['remote.missing.promisor', 'true'],
    ['core.sshCommand', `touch ${ran}; false`],
  ] as const) {
    git(dir.path, 'config', name, value);
  }

  await rootCommitOf(dir.path);

  expect(existsSync(ran)).toBe(false);
});

test('reads quoted, commented and repeated entries of a git configuration', () => {
  const config = parseGitConfig(
    '[user]\n\temail = dev@example.org ; work\n[remote "fork"]\n\turl = "a:b/c"\n[remote "origin"]\n\turl = x:y/z\n\turl = second\n',
  );

  expect(config.userEmail).toBe('dev@example.org');
  expect([...config.remotes]).toEqual([
    ['fork', 'a:b/c'],
    ['origin', 'x:y/z'],
  ]);
});

test('an address or a line that somebody made very long is passed over at once', () => {
  // In square time this would not end within the test's.
  const slashes = '/'.repeat(2_000_000);

  expect(normaliseRemote(`https://github.com/a${slashes}b`)).toBeUndefined();
  const config = parseGitConfig(
    `[remote "origin"]\nurl = a${' '.repeat(2_000_000)}b\n[remote "up"]\nurl = x:y/z # mine\n`,
  );

  expect([...config.remotes]).toEqual([['up', 'x:y/z']]);
});

describe('a folder belongs to', () => {
  test('the project of its remote, also from a linked working tree', async () => {
    await using dir = await tempDir();
    const main = join(dir.path, 'main');
    const tree = join(dir.path, 'tree');
    repository(main);
    git(main, 'remote', 'add', 'origin', 'https://me:pw@github.com/acme/shop.git');
    git(main, 'worktree', 'add', '-q', tree);
    await mkdir(join(tree, 'src'));

    const inMain = await findProject(main, 'host');
    const inTree = await findProject(join(tree, 'src'), 'host');

    expect(inMain.project).toEqual({
      id: 'github.com/acme/shop',
      name: 'shop',
      remote: 'github.com/acme/shop',
      root: main,
    });
    expect(inTree.project).toEqual({ ...inMain.project, root: tree });
    expect(inTree.email).toBe('dev@example.org');
  });

  test('the project of its first commit where there is no remote', async () => {
    await using dir = await tempDir();
    repository(dir.path);
    const first = git(dir.path, 'rev-parse', 'HEAD').trim();
    git(dir.path, 'commit', '-q', '--allow-empty', '-m', 'second');

    expect((await findProject(dir.path, 'host')).project).toMatchObject({ id: `commit:${first}`, rootCommit: first });
  });

  test('itself where there is no repository, and then another host is another project', async () => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, '.git'), 'not a pointer');

    const here = (await findProject(dir.path, 'here')).project;

    expect(here.id).toMatch(/^folder:[a-z2-7]{16}$/);
    expect(here.root).toBe(dir.path);
    expect((await findProject(dir.path, 'there')).project.id).not.toBe(here.id);
  });
});

function repository(folder: string): void {
  execFileSync('git', ['init', '-q', folder]);
  git(folder, 'config', 'user.email', 'dev@example.org');
  git(folder, 'config', 'user.name', 'Dev');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

test('what is checked out in a folder is looked up anew, in a linked working tree its own', async () => {
  await using dir = await tempDir();
  const main = join(dir.path, 'main');
  const tree = join(dir.path, 'tree');
  repository(main);
  git(main, 'checkout', '-q', '-b', 'totals');
  git(main, 'worktree', 'add', '-q', '-b', 'fix/cart', tree);
  const projects = new ProjectCache('host');
  const branches = async () => [(await projects.of(main)).project.branch, (await projects.of(tree)).project.branch];

  expect(await branches()).toEqual(['totals', 'fix/cart']);
  git(main, 'checkout', '-q', '-b', 'later');
  git(tree, 'checkout', '-q', '--detach');
  expect(await branches()).toEqual(['later', undefined]);
});
