import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { agentAround } from './agent-around.ts';
import { commitOnBranch } from './skill-branch.ts';

test('a file is committed on a branch of its own, and what somebody is at stays as it is', async () => {
  await using folder = await tempDir();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@acme.com', ...args], {
      cwd: folder.path,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '-b', 'main');
  git('config', 'user.name', 'ann');
  git('config', 'user.email', 'ann@acme.com');
  await writeFile(join(folder.path, 'a.txt'), 'one\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  await writeFile(join(folder.path, 'a.txt'), 'half done\n');
  await mkdir(join(folder.path, 'b'));
  await writeFile(join(folder.path, 'b', 'staged.txt'), 'staged\n');
  git('add', 'b');
  const before = git('status', '--porcelain');

  const file = { root: folder.path, branch: 'skill/ship', path: '.agents/skills/ship/SKILL.md', text: '# Ship\n' };
  await commitOnBranch({ ...file, message: 'Add the skill ship\n' });

  expect(git('status', '--porcelain')).toBe(before);
  expect(git('branch', '--show-current')).toBe('main');
  expect(await readFile(join(folder.path, 'a.txt'), 'utf8')).toBe('half done\n');
  expect(git('show', 'skill/ship:.agents/skills/ship/SKILL.md')).toBe('# Ship');
  expect(git('diff', '--name-only', 'main', 'skill/ship')).toBe('.agents/skills/ship/SKILL.md');
  await expect(commitOnBranch({ ...file, message: 'again' })).rejects.toThrow(/git update-ref .* failed/);
  await expect(commitOnBranch({ ...file, branch: '../x y', message: 'm' })).rejects.toThrow(/check-ref-format/);
});

test('whether an agent runs a command shows in what its harness sets', () => {
  expect(agentAround({ CLAUDECODE: '1' })).toBe('Claude Code');
  expect(agentAround({ GEMINI_CLI: '1', PATH: '/bin' })).toBe('Gemini CLI');
  expect(agentAround({ CLAUDECODE: '', PATH: '/bin' })).toBeUndefined();
});
