import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { applyPlan } from '../install/index.ts';
import type { InstallSite } from '../installer.ts';
import { undoInstall } from '../installers.ts';
import { withoutPlugin } from './config-entry.ts';
import { foldersOf } from './install-place.ts';
import { gooseInstaller } from './installer.ts';

function makeSite(env: Record<string, string> = {}): InstallSite & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'hookline goose '));
  const site = { home: join(folder, 'hookline'), userHome: join(folder, 'me'), projectDir: join(folder, 'shop') };
  for (const made of Object.values(site)) mkdirSync(made);
  return { ...site, env, scope: 'user', [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function install(site: InstallSite): void {
  for (const plan of gooseInstaller.plan(site)) applyPlan(plan);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const codes = async (site: InstallSite) => (await gooseInstaller.inspect(site)).map(({ code }) => code);

test('an installation is a plugin whose hooks run, and uninstalling leaves nothing of it', async () => {
  using site = makeSite();
  install(site);

  const { hooksFile, pluginFile } = foldersOf(site);
  const { hooks } = JSON.parse(readFileSync(hooksFile, 'utf8')) as {
    hooks: Record<string, { hooks: { command: string; timeout: number; on_failure: string }[] }[]>;
  };
  expect(Object.keys(hooks)).toHaveLength(8);
  expect(hooks.Stop![0]!.hooks[0]).toMatchObject({ timeout: 2, on_failure: 'allow' });
  expect(JSON.parse(readFileSync(pluginFile, 'utf8'))).toMatchObject({ name: 'hookline' });
  expect(await gooseInstaller.verify(gooseInstaller.plan(site), site)).toEqual([]);
  expect(await codes(site)).toEqual(['installed', 'memory-file-unset']);

  undoInstall(gooseInstaller, site);
  expect(readdirSync(site.userHome)).toEqual([]);
  expect(await codes(site)).toEqual(['not-installed']);
});

test('installing twice changes nothing more', () => {
  using site = makeSite();
  install(site);
  expect(gooseInstaller.plan(site).map(({ changed }) => changed)).toEqual([false, false]);
});

test('uninstalling takes Goose’s entry for the plugin out of its configuration and leaves every other byte', () => {
  using site = makeSite();
  const { configFile, plugin } = foldersOf(site);
  const before = '# mine\nGOOSE_MODEL: x\nplugins:\n  /other/plugin:\n    enabled: true\n\nextensions: {}\n';
  install(site);
  write(configFile, before.replace('  /other', `  ${plugin}:\n    enabled: true\n  /other`));

  undoInstall(gooseInstaller, site);
  expect(readFileSync(configFile, 'utf8')).toBe(before);
});

test('a configuration that Goose made for our plugin alone goes with it', () => {
  using site = makeSite();
  const { configFile, plugin } = foldersOf(site);
  install(site);
  write(configFile, `plugins:\n  ${plugin}:\n    enabled: true\n`);

  undoInstall(gooseInstaller, site);
  expect(existsSync(configFile)).toBe(false);
});

test.each([
  ['no such entry', 'plugins:\n  /b:\n    enabled: true\n', 'plugins:\n  /b:\n    enabled: true\n'],
  [
    'between others',
    'plugins:\n  /b:\n    enabled: true\n  /a:\n    enabled: false\n  /c: {}\n',
    'plugins:\n  /b:\n    enabled: true\n  /c: {}\n',
  ],
  ['quoted', "x: 1\nplugins:\n  '/a':\n    enabled: true\ny: 2", 'x: 1\ny: 2'],
  ['the path as a value elsewhere', 'other:\n  /a:\n    enabled: true\n', 'other:\n  /a:\n    enabled: true\n'],
])('of a configuration: %s', (_what, before, after) => {
  expect(withoutPlugin(before, '/a')).toBe(after);
});

test('a plugin that is switched off is a problem', async () => {
  using site = makeSite({ GOOSE_MOIM_MESSAGE_FILE: '/tmp/memory.md' });
  const { configFile, plugin } = foldersOf(site);
  install(site);
  write(configFile, `plugins:\n  ${plugin}:\n    enabled: false\n`);
  expect(await codes(site)).toEqual(['plugin-disabled']);
});

test('a memory file that cannot be written is named', async () => {
  using site = makeSite({ GOOSE_MOIM_MESSAGE_FILE: '/nowhere/at/all.md' });
  install(site);
  expect(await codes(site)).toEqual(['installed', 'memory-file-unwritable']);
});

test('a memory file with words of a person in it is named', async () => {
  using site = makeSite({});
  const file = join(site.userHome, 'memory.md');
  install(site);
  const found = async (text: string) => {
    writeFileSync(file, text);
    return codes({ ...site, env: { ...site.env, GOOSE_MOIM_MESSAGE_FILE: file } });
  };
  expect(await found('<hookline kind="memory">x</hookline>\n')).toEqual(['installed']);
  expect(await found('mine\n')).toEqual(['installed', 'memory-file-taken']);
});

test('everything is below GOOSE_PATH_ROOT where that is set', () => {
  using site = makeSite({ GOOSE_PATH_ROOT: '/g' });
  expect(foldersOf(site)).toMatchObject({
    plugin: '/g/.agents/plugins/hookline',
    configFile: '/g/config/config.yaml',
    database: '/g/data/sessions/sessions.db',
  });
});
