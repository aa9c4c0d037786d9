import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSkill } from './skill-file.ts';

const path = '.agents/skills/run-lint/SKILL.md';
let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookline-skill-'));
  root = join(folder, 'repository');
  mkdirSync(root);
  mkdirSync(join(folder, 'outside'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a skill is written where skills lie, and over another one only when asked to', async () => {
  await writeSkill(root, path, 'one', false);
  await expect(writeSkill(root, path, 'two', false)).rejects.toThrow('is there already');
  await writeSkill(root, path, 'three', true);

  expect(readFileSync(join(root, path), 'utf8')).toBe('three');
  expect(readdirSync(join(root, '.agents/skills/run-lint'))).toEqual(['SKILL.md']);
});

describe('nothing else is written, whatever a server says', () => {
  test.each([
    '../outside/SKILL.md',
    '/etc/skill',
    '.git/hooks/pre-commit',
    '.agents/skills/../../x/SKILL.md',
    '.agents/skills/x/y/SKILL.md',
    '.agents/skills/-x/SKILL.md',
  ])('%s', async (named) => {
    await expect(writeSkill(root, named, 'bad', true)).rejects.toThrow('expected .agents/skills/');

    expect(readdirSync(root)).toEqual([]);
  });

  test('nor through a link, and no folder is made there', async () => {
    symlinkSync(join(folder, 'outside'), join(root, '.agents'));

    await expect(writeSkill(root, path, 'bad', true)).rejects.toThrow('leads out of');

    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
  });

  test('nor into the file that a link in its place names', async () => {
    writeFileSync(join(folder, 'outside', 'file'), 'theirs');
    mkdirSync(join(root, '.agents/skills/run-lint'), { recursive: true });
    symlinkSync(join(folder, 'outside', 'file'), join(root, path));

    await writeSkill(root, path, 'ours', true);

    expect(readFileSync(join(folder, 'outside', 'file'), 'utf8')).toBe('theirs');
    expect(existsSync(join(root, path))).toBe(true);
  });
});
