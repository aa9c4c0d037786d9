import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { folderSource } from './folder.ts';
import { gitPlaces, gitSource } from './git.ts';

const run = promisify(execFile);

/** A repository with one rule, a recording beside it, and something outside of the folder of rules. */
async function repository(folder: string) {
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=Ann', '-c', 'user.email=ann@acme.com', ...args]);
  const rules = join(folder, '.hookline', 'rules');
  await mkdir(join(rules, 'recordings'), { recursive: true });
  await writeFile(join(rules, 'a.yaml'), 'rule: a\n');
  await writeFile(join(rules, 'recordings', 'one.jsonl'), '{"one":1}\n');
  await writeFile(join(folder, 'secret.jsonl'), 'secret\n');
  await symlink('../../secret.jsonl', join(rules, 'linked.jsonl'));
  await run('git', ['init', '--quiet', folder]);
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'first');
  return { git, rules, commit: (await git('rev-parse', 'HEAD')).stdout.trim() };
}

test('a folder gives its files, who owns them, and recordings from below it only', async () => {
  await using home = await tempDir();
  const folder = join(home.path, 'rules');
  await mkdir(join(folder, 'recordings'), { recursive: true });
  await writeFile(join(folder, 'a.yaml'), 'rule: a\n');
  await writeFile(join(folder, 'notes.md'), 'no rule\n');
  await writeFile(join(folder, 'recordings', 'one.jsonl'), 'one\n');
  await writeFile(join(home.path, 'outside.jsonl'), 'secret\n');
  await symlink(join(home.path, 'outside.jsonl'), join(folder, 'linked.jsonl'));

  const [rule, ...more] = await folderSource(folder).read();

  expect(more).toEqual([]);
  expect(rule).toMatchObject({ origin: 'folder', path: 'a.yaml', text: 'rule: a\n' });
  expect(await rule!.by()).toBe(userInfo().username);
  expect(await rule!.recording('recordings/one.jsonl')).toBe('one\n');
  for (const path of ['../outside.jsonl', 'linked.jsonl', join(home.path, 'outside.jsonl'), '..', 'none.jsonl'])
    expect([path, await rule!.recording(path)]).toEqual([path, undefined]);
});

test('a folder that is not there yet is made; one that is a file is a fault of the source', async () => {
  await using home = await tempDir();

  expect(await folderSource(join(home.path, 'new', 'rules')).read()).toEqual([]);
  await writeFile(join(home.path, 'file'), '');
  await expect(folderSource(join(home.path, 'file')).read()).rejects.toThrow('the folder cannot be read');
});

test('a repository gives the rules of its HEAD commit, with the commit and its author', async () => {
  await using home = await tempDir();
  const { rules, commit, git } = await repository(home.path);
  // What is only in the working tree is no rule yet.
  await writeFile(join(rules, 'b.yaml'), 'rule: b\n');
  const source = gitSource(home.path, join(home.path, 'cache'));

  const [rule, ...more] = await source.read();

  expect(more).toEqual([]);
  expect(rule).toMatchObject({ path: `${home.path}/.hookline/rules/a.yaml`, text: 'rule: a\n', commit });
  expect(source.has(rule!.path)).toBe(true);
  expect(await rule!.by()).toBe('Ann <ann@acme.com>');
  expect(await rule!.recording('recordings/one.jsonl')).toBe('{"one":1}\n');
  for (const path of ['../../secret.jsonl', 'linked.jsonl', '/etc/passwd'])
    expect([path, await rule!.recording(path)]).toEqual([path, undefined]);

  await git('add', '.');
  await git('commit', '--quiet', '-m', 'second');
  expect((await source.read()).map(({ text }) => text)).toEqual(['rule: a\n', 'rule: b\n']);
});

test('nothing of a repository runs while its rules are read', async () => {
  await using home = await tempDir();
  const { git } = await repository(home.path);
  const trap = join(home.path, 'trap.sh');
  await writeFile(trap, `#!/bin/sh\ntouch ${join(home.path, 'sprung')}\n`, { mode: 0o755 });
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'diff.external', 'core.pager', 'diff.yaml.textconv'])
    await git('config', key, trap);
  for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change'])
    await symlink(trap, join(home.path, '.git', 'hooks', hook));
  await writeFile(join(home.path, '.gitattributes'), '*.yaml diff=yaml\n');

  const [rule] = await gitSource(home.path, join(home.path, 'cache')).read();
  await rule!.by();

  await expect(run('test', ['-e', join(home.path, 'sprung')])).rejects.toThrow();
});

test('a repository at a URL is fetched, and again when it is read again', async () => {
  await using home = await tempDir();
  const shop = join(home.path, 'shop');
  const { git, rules } = await repository(shop);
  const source = gitSource(pathToFileURL(shop).href, join(home.path, 'cache'));

  expect((await source.read()).map(({ text }) => text)).toEqual(['rule: a\n']);
  await writeFile(join(rules, 'a.yaml'), 'rule: a2\n');
  await git('commit', '--quiet', '-a', '-m', 'second');
  const [rule] = await source.read();
  expect(rule).toMatchObject({ text: 'rule: a2\n' });
  expect(await rule!.by()).toBe('Ann <ann@acme.com>');

  await rm(shop, { recursive: true });
  await expect(source.read()).rejects.toThrow('git fetch');
});

test('what is shown of a URL has no password in it', async () => {
  await using home = await tempDir();
  const source = gitSource('https://ann:hunter2@localhost:1/shop.git', join(home.path, 'cache'));

  expect(source.name).toBe('https://localhost:1/shop.git');
  await expect(source.read()).rejects.toThrow(expect.not.stringContaining('hunter2'));
  expect(gitPlaces(' /srv/shop/ , https://x/y.git,, ')).toEqual(['/srv/shop', 'https://x/y.git']);
});
