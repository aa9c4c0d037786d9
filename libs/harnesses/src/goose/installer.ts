import { detectBy } from '../install/findings.ts';
import { planHooks, planHooksUninstall } from '../install/hooks-file.ts';
import { planOwnedFile, planOwnedFileUninstall } from '../install/owned-file.ts';
import type { InstallPlan } from '../install/plan.ts';
import { verifyHooks } from '../install/probe.ts';
import { planUninstall, type UninstallPlan } from '../install/uninstall.ts';
import type { Installer, InstallSite } from '../installer.ts';
import { guardCommand, hookCommand } from '../shim/render.ts';
import { withoutPlugin } from './config-entry.ts';
import { goose } from './harness.ts';
import { guardedEvent, hookedEvents } from './install-events.ts';
import { inspectInstall, memoryFileUnset } from './install-inspect.ts';
import { foldersOf } from './install-place.ts';
import { gooseShim } from './shim.ts';

const timeoutSeconds = 2;
const mark = 'put here by hookline install';

const pluginText = `${JSON.stringify(
  {
    name: 'hookline',
    version: '1.0.0',
    description: `Tells Hookline what the agent does; ${mark}, taken away by hookline uninstall goose`,
  },
  undefined,
  2,
)}\n`;

/** How Goose is hooked up: a plugin folder of ours, with command hooks. */
export const gooseInstaller: Installer = {
  harness: goose.name,
  title: 'Goose',
  triedVersions: ['1.52.0'],
  scopes: ['user', 'project'],
  detect: (site) => detectBy('goose', foldersOf(site).configDir, site),
  plan,
  verify: (plans) => plans.flatMap((one) => (one.entries.length > 0 ? verifyHooks(one, 'Stop') : [])),
  planUninstall: uninstallPlans,
  inspect: inspectInstall,
  watched: (site) => [{ path: foldersOf(site).database }],
};

function plan(site: InstallSite): InstallPlan[] {
  const { pluginFile, hooksFile } = foldersOf(site);
  const common = { harness: goose.name, home: site.home };
  const fields = { on_failure: 'allow' };
  const command = (shim: string, event: string) => (event === guardedEvent ? guardCommand : hookCommand)(shim, event);
  const hooks = {
    ...common,
    path: hooksFile,
    events: hookedEvents,
    timeout: timeoutSeconds,
    shim: gooseShim,
    fields,
    command,
  };
  const unset = memoryFileUnset(site);
  const warnings = unset === undefined ? [] : [`${unset.message}: ${unset.advice}`];
  return [planOwnedFile({ ...common, path: pluginFile, text: pluginText, mark, warnings }), planHooks(hooks)];
}

/**
 * The plugin's files go. Goose has written an entry for the plugin into its configuration: it goes too, with every other
 * byte as it is, and the file when nothing else was ever in it.
 */
function uninstallPlans(site: InstallSite): UninstallPlan[] {
  const { plugin, pluginFile, hooksFile, configFile } = foldersOf(site);
  const common = { harness: goose.name, home: site.home };
  const removeOurs = (text: string) => withoutPlugin(text, plugin);
  const config = planUninstall({ ...common, settingsPath: configFile, files: [], removeOurs });
  return [
    planHooksUninstall({ ...common, path: hooksFile }),
    planOwnedFileUninstall({ ...common, path: pluginFile, mark }),
    config.outcome === 'nothing' ? config : withoutEntry(config),
  ];
}

function withoutEntry(config: UninstallPlan): UninstallPlan {
  const after = config.settings.after?.trim() === '' ? null : config.settings.after;
  const rest = after === null ? 'it held nothing else, so it goes too' : 'the rest stays as it is';
  const message = `${config.settings.path} has Goose's entry for our plugin: it is removed; ${rest}`;
  return { ...config, settings: { ...config.settings, after }, message };
}
