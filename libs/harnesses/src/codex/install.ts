import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { HookSettings } from '../install/hook-groups.ts';
import { commandsOf, type HookedEvent, type HooksFile, planHooks, planHooksUninstall } from '../install/hooks-file.ts';
import type { InstallPlan } from '../install/plan.ts';
import type { UninstallPlan } from '../install/uninstall.ts';
import type { InstallSite } from '../installer.ts';
import { shimPath } from '../shim/render.ts';
import { codexCommand, codexShim } from './shim.ts';
import { harness } from './state.ts';
import { planTrustUninstall, trustFile } from './trust-undo.ts';

/**
 * The fewest that serve: one per answer of the model, which rings for all calls it asks for, one per command, patch or call of
 * an MCP server that is about to run, where the agent can be warned and stopped, one per call that ended, one where a person
 * is asked, and the beginnings and ends of sessions, turns and subagents.
 */
export const hookedEvents: readonly HookedEvent[] = [
  { event: 'SessionStart' },
  { event: 'UserPromptSubmit' },
  { event: 'PostModelRequest' },
  { event: 'PreToolUse', matcher: '^(Bash|apply_patch|mcp__.*)$' },
  { event: 'PermissionRequest' },
  { event: 'PostToolUse' },
  { event: 'SubagentStart' },
  { event: 'SubagentStop' },
  { event: 'Stop' },
  { event: 'Interrupt' },
  { event: 'SessionEnd' },
];

/** A shim takes milliseconds. Codex waits for it, and allows no more than this at the end of a session. */
const timeoutSeconds = 3;

export function codexHome({ env, userHome }: Pick<InstallSite, 'env' | 'userHome'>): string {
  return env.CODEX_HOME || join(userHome, '.codex');
}

export function hooksPath(site: InstallSite): string {
  return join(codexHome(site), 'hooks.json');
}

export function configPath(site: InstallSite): string {
  return join(codexHome(site), 'config.toml');
}

function hooksFileOf(site: InstallSite): HooksFile {
  return {
    harness: harness.name,
    home: site.home,
    path: hooksPath(site),
    events: hookedEvents,
    timeout: timeoutSeconds,
    shim: codexShim,
    command: codexCommand,
  };
}

/** What installing would do. Throws `SettingsFileError` when the settings cannot be edited safely. */
export function planCodexInstall(site: InstallSite): InstallPlan {
  return planHooks(hooksFileOf(site), (settings) => unknownTypes(settings).map((type) => voidMessage(site, type)));
}

/** What uninstalling would do: first our trust goes, then our hooks. */
export function planCodexUninstall(site: InstallSite): UninstallPlan[] {
  const hooks = planHooksUninstall(hooksFileOf(site));
  const filesToRemove = hooks.filesToRemove.length > 0 ? [...hooks.filesToRemove, trustFile(site.home)] : [];
  return [planTrustUninstall(site.home, configPath(site)), { ...hooks, filesToRemove }];
}

const knownTypes = new Set<unknown>(['command', 'mcp_tool', 'prompt', 'agent']);

/** Types of hooks that Codex does not know: one of them, and it reads no hook of the file. */
export function unknownTypes(settings: HookSettings): string[] {
  const types = Object.values(settings.hooks ?? {}).flatMap((groups) =>
    groups.flatMap(({ hooks }) => hooks.map(({ type }) => type)),
  );
  return [...new Set(types.filter((type) => !knownTypes.has(type)).map((type) => JSON.stringify(type) ?? 'none'))];
}

export function voidMessage(site: InstallSite, type: string): string {
  return `${hooksPath(site)} has a hook of type ${type}: Codex does not know it, and reads no hook of the file`;
}

/** A hook of ours as Codex names it: its place in the file is part of the name. */
export interface PlacedHook {
  readonly key: string;
  readonly command: string;
  /** The whole hook as JSON: what trust was given for. */
  readonly hook: string;
}

/** Our hooks in the settings. The names hold the path as Codex sees it: behind symbolic links. */
export function placedHooks(site: InstallSite, settings: HookSettings): PlacedHook[] {
  const shim = shimPath(site.home, harness.name);
  const path = join(realFolder(codexHome(site)), 'hooks.json');
  const ours = new Set(commandsOf(settings, shim).map(({ hook }) => hook));
  return Object.entries(settings.hooks ?? {}).flatMap(([event, groups]) =>
    groups.flatMap((group, at) =>
      group.hooks.flatMap((hook, index) =>
        ours.has(hook)
          ? [
              {
                key: `${path}:${snake(event)}:${at}:${index}`,
                command: String(hook.command),
                hook: JSON.stringify({ matcher: group.matcher, hook }),
              },
            ]
          : [],
      ),
    ),
  );
}

function snake(event: string): string {
  return event.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
