import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../install/plan.ts';
import type { InstallSite } from '../installer.ts';
import { undoInstall } from '../installers.ts';
import { hookedEvents } from './install.ts';
import { codexInstaller } from './installer.ts';
import { rememberTrust, type Trusted } from './trust-undo.ts';

const others = `{
    "hooks": { "Stop": [ { "hooks": [{ "type": "command", "command": "./theirs.sh",   "timeout": 5 }] } ] }
}
`;
const config = '# mine\nmodel = "gpt-5.5"\n\n[features]\nhooks = true\n';

interface Hooks {
  hooks: Record<string, { matcher?: string; hooks: { type: string; command: string; timeout: number }[] }[]>;
}

function place(hooks: string | null = null, toml: string | null = config) {
  const root = mkdtempSync(join(tmpdir(), 'hookline codex '));
  const codexHome = join(root, 'home', '.codex');
  const [hooksFile, configFile] = [join(codexHome, 'hooks.json'), join(codexHome, 'config.toml')];
  mkdirSync(codexHome, { recursive: true });
  if (hooks !== null) writeFileSync(hooksFile, hooks);
  if (toml !== null) writeFileSync(configFile, toml);
  const site: InstallSite = {
    home: join(root, "it's home"),
    userHome: join(root, 'home'),
    env: { PATH: '/usr/bin:/bin' },
    projectDir: root,
    scope: 'user',
  };
  const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  return {
    site,
    hooks: () => textOf(hooksFile),
    config: () => textOf(configFile),
    json: () => JSON.parse(textOf(hooksFile)!) as Hooks,
    writeConfig: (text: string) => writeFileSync(configFile, text),
    install: () => codexInstaller.plan(site).map(applyPlan),
    codes: async () => (await codexInstaller.inspect(site)).map(({ code }) => code),
    /** As Codex writes it when it is asked to trust what is installed. */
    trust() {
      const path = join(codexHome, 'hooks.json');
      const before = textOf(configFile);
      const trusted: Trusted = {};
      let text = before ?? '';
      if (!text.includes('[hooks.state]')) text += '\n[hooks.state]\n';
      for (const [event, groups] of Object.entries(this.json().hooks)) {
        for (const [group, { matcher, hooks: list }] of groups.entries()) {
          if (!list[0]!.command.includes('codex.sh')) continue;
          const key = `${path}:${event.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()}:${group}:0`;
          trusted[key] = {
            hash: `sha256:${group}${event}`,
            hook: JSON.stringify({ matcher, hook: list[0] }),
          };
          text += `\n[hooks.state."${key}"]\ntrusted_hash = "${trusted[key].hash}"\n`;
        }
      }
      writeFileSync(configFile, text);
      rememberTrust(site.home, configFile, before, trusted);
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

describe('installing', () => {
  it('appends command hooks with a timeout in seconds, behind those of others', () => {
    using here = place(others);
    here.install();
    const { hooks } = here.json();
    expect(Object.keys(hooks).toSorted()).toEqual(hookedEvents.map(({ event }) => event).toSorted());
    expect(hooks.Stop!.map(({ hooks: list }) => list[0]!.command.includes('codex.sh'))).toEqual([false, true]);
    expect(hooks.Stop![1]!.hooks).toMatchObject([{ type: 'command', timeout: 3 }]);
    expect(codexInstaller.verify(codexInstaller.plan(here.site), here.site)).toEqual([]);
  });

  it('warns of a hook whose type voids the file', () => {
    using here = place(others.replace('"command", "command"', '"http", "command"'));
    expect(codexInstaller.plan(here.site)[0]!.warnings.join()).toContain('"http"');
  });
});

describe('doctor', () => {
  it('says loudly that nothing runs until it is trusted', async () => {
    using here = place();
    expect(await here.codes()).toEqual(['not-installed']);
    here.install();
    expect(await codexInstaller.consent!.isGiven(here.site)).toBe(false);
    const findings = await codexInstaller.inspect(here.site);
    expect(findings.filter(({ level }) => level === 'problem')).toMatchObject([{ code: 'untrusted' }]);
    expect(codexInstaller.consent!.explain(here.site)).toContain('do nothing yet');
    here.trust();
    expect(await here.codes()).toEqual(['installed', 'trusted']);
    expect(await codexInstaller.consent!.isGiven(here.site)).toBe(true);
  });

  it('sees that hooks are switched off, or are others than those that were trusted', async () => {
    using here = place();
    here.install();
    here.trust();
    here.writeConfig(here.config()!.replace('hooks = true', 'hooks = false'));
    expect(await here.codes()).toContain('hooks-disabled');
    here.writeConfig(here.config()!.replace('hooks = false', 'hooks = true'));
    writeFileSync(
      join(here.site.userHome, '.codex', 'hooks.json'),
      here.hooks()!.replace('"timeout": 3', '"timeout": 4'),
    );
    expect(await here.codes()).toContain('untrusted');
  });
});

describe('uninstalling', () => {
  it.each([
    ['with hooks and configuration of others', others, config],
    ['where nothing was', null, null],
    [
      'with trust of others',
      others,
      `${config}\n[hooks.state]\n\n[hooks.state."/x/hooks.json:stop:0:0"]\ntrusted_hash = "sha256:1"\n`,
    ],
  ])('leaves every byte as it was, %s', (_name, hooks, toml) => {
    using here = place(hooks, toml);
    here.install();
    here.trust();
    undoInstall(codexInstaller, here.site);
    expect([here.hooks(), here.config()]).toEqual([hooks, toml]);
    expect(existsSync(join(here.site.home, 'install', 'codex-trust.json'))).toBe(false);
  });

  it('takes out our trust alone where somebody changed the configuration since', () => {
    using here = place(others);
    here.install();
    here.trust();
    const more = '\n[projects."/home/dev/shop"]\ntrust_level = "trusted"\n';
    here.writeConfig(`${here.config()!.replace('gpt-5.5', 'gpt-6')}${more}`);
    undoInstall(codexInstaller, here.site);
    expect(here.config()).toBe(`${config.replace('gpt-5.5', 'gpt-6')}${more}`);
  });

  it('does nothing where nothing is', () => {
    using here = place(others);
    expect(undoInstall(codexInstaller, here.site)).toEqual([]);
    expect([here.hooks(), here.config()]).toEqual([others, config]);
  });
});
