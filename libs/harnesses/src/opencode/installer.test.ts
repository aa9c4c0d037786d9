import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../install/index.ts';
import type { InstallSite } from '../installer.ts';
import { undoInstall } from '../installers.ts';
import { openCodeInstaller } from './installer.ts';

async function site(more: Partial<InstallSite> = {}) {
  const folder = await tempDir();
  const userHome = join(folder.path, 'dev');
  const projectDir = join(folder.path, 'shop');
  mkdirSync(userHome);
  mkdirSync(projectDir);
  const where: InstallSite = {
    home: join(folder.path, "it's a home"),
    userHome,
    projectDir,
    env: { PATH: '/usr/bin:/bin' },
    scope: 'user',
    ...more,
  };
  return {
    ...where,
    plugin: join(userHome, '.config/opencode/plugin/hookline.js'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function install(where: InstallSite) {
  const plans = openCodeInstaller.plan(where);
  for (const plan of plans) applyPlan(plan);
  return plans;
}

const codes = async (where: InstallSite) => (await openCodeInstaller.inspect(where)).map(({ code }) => code);

describe('installing into OpenCode', () => {
  test('puts one plugin file there that really writes, and takes it away with the folders it made', async () => {
    await using where = await site();
    const plans = install(where);
    expect(await openCodeInstaller.verify(plans, where)).toEqual([]);
    expect(await codes(where)).toEqual(['installed', 'pure']);
    expect(openCodeInstaller.plan(where).map(({ changed }) => changed)).toEqual([false]);

    undoInstall(openCodeInstaller, where);
    expect(readdirSync(where.userHome)).toEqual([]);
    expect(await codes(where)).toEqual(['not-installed']);
  });

  test('leaves everything else in the folder as it is', async () => {
    await using where = await site();
    const other = join(dirname(where.plugin), 'other.js');
    mkdirSync(dirname(other), { recursive: true });
    writeFileSync(other, 'export const Other = async () => ({})\n');
    install(where);
    undoInstall(openCodeInstaller, where);
    expect(readdirSync(dirname(other))).toEqual(['other.js']);
    expect(readFileSync(other, 'utf8')).toBe('export const Other = async () => ({})\n');
  });

  test('never replaces a file that is not ours', async () => {
    await using where = await site();
    mkdirSync(dirname(where.plugin), { recursive: true });
    writeFileSync(where.plugin, 'export const Mine = async () => ({})\n');
    expect(() => openCodeInstaller.plan(where)).toThrow('not ours');
    undoInstall(openCodeInstaller, where);
    expect(existsSync(where.plugin)).toBe(true);
  });

  test('goes where XDG_CONFIG_HOME points, and into a project when asked', async () => {
    await using where = await site();
    const env = { ...where.env, XDG_CONFIG_HOME: join(where.userHome, 'conf'), XDG_DATA_HOME: '/data' };
    const [user] = openCodeInstaller.plan({ ...where, env });
    expect(user!.settings.path).toBe(join(where.userHome, 'conf/opencode/plugin/hookline.js'));
    const [project] = openCodeInstaller.plan({ ...where, scope: 'project' });
    expect(project!.settings.path).toBe(join(where.projectDir, '.opencode/plugin/hookline.js'));
    expect(openCodeInstaller.watched({ ...where, env })).toEqual([{ path: '/data/opencode/opencode.db' }]);
  });
});

describe('the doctor', () => {
  test('sees an older plugin, one of another home, and one that is there twice', async () => {
    await using where = await site();
    install(where);
    install({ ...where, scope: 'project' });
    expect(await codes(where)).toContain('twice');
    const text = readFileSync(where.plugin, 'utf8');
    writeFileSync(where.plugin, text.replace(/plugin version \d+/, 'plugin version 0'));
    expect(await openCodeInstaller.inspect(where)).toContainEqual(
      expect.objectContaining({ code: 'plugin-outdated', message: expect.stringContaining('version 0') }),
    );
    expect(await codes({ ...where, home: '/another' })).toEqual(['other-home', 'other-home', 'not-installed']);
  });

  test('says that the spool is full', async () => {
    await using where = await site();
    install(where);
    writeFileSync(join(where.home, 'spool', 'full'), '');
    expect(await codes(where)).toContain('probe-failed');
  });
});
