import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InstallPlan, PlannedEntry, PlannedFile } from '../install/plan.ts';
import { readSettingsFile, SettingsFileError } from '../install/settings-file.ts';
import { planUninstall, type UninstallPlan } from '../install/uninstall.ts';
import { shellQuote } from '../shim/quote.ts';
import { hookCommand, renderClaudeCodeShim, shimPath } from '../shim/render.ts';
import { HOOK_TIMEOUT_SECONDS, type HookedEvent, hookedEvents } from './install-events.ts';
import {
  addGroup,
  type ClaudeCodeSettings,
  type HookGroup,
  parseSettings,
  removeCommands,
} from './install-settings.ts';

export const CLAUDE_CODE = 'claude-code';

/**
 * Whose sessions are captured. `user`: all of this user's, from every folder. `project`: those started in
 * exactly this folder, in the file that is shared through git. `local`: the same, in the file that is not.
 */
export type InstallScope = 'user' | 'project' | 'local';

/** Which settings file, and which home its hooks feed. All paths absolute. */
export interface ClaudeCodeTarget {
  readonly home: string;
  readonly scope?: InstallScope;
  /** `~/.claude`, or what CLAUDE_CONFIG_DIR says. For scope `user`. */
  readonly claudeConfigDir?: string;
  /** For scopes `project` and `local`. */
  readonly projectDir?: string;
  /** Wins over the scope. */
  readonly settingsPath?: string;
}

export function claudeCodeSettingsPath(target: ClaudeCodeTarget): string {
  const { scope = 'user', settingsPath, claudeConfigDir, projectDir } = target;
  if (settingsPath !== undefined) return resolve(settingsPath);
  if (scope === 'user') return join(needed(claudeConfigDir, 'claudeConfigDir', scope), 'settings.json');
  const file = scope === 'project' ? 'settings.json' : 'settings.local.json';
  return join(needed(projectDir, 'projectDir', scope), '.claude', file);
}

/** What installing would do. Throws {@link SettingsFileError} when the settings cannot be edited safely. */
export function planInstall(target: ClaudeCodeTarget): InstallPlan {
  const { home } = target;
  if (/[\n\r\0]/.test(home)) throw new Error(`home ${JSON.stringify(home)}: a line break cannot stand in a hook`);
  const shim = shimPath(home, CLAUDE_CODE);
  const { path, realPath, text: before } = readSettingsFile(claudeCodeSettingsPath(target));
  const start = before === null || before.trim() === '' ? '{}\n' : before;
  const settings = parsed(path, start);
  const entries = hookedEvents.map((hooked) => planEntry(settings, hooked, shim));
  const after =
    entries.every(({ action }) => action === 'keep') && !hasStale(settings, shim)
      ? before!
      : place(start, entries, shim);
  const files = [planFile(shim, renderClaudeCodeShim(home))];
  return {
    harness: CLAUDE_CODE,
    home,
    settings: { path, realPath, before, after, hadOurs: commandsOf(settings, shim).length > 0 },
    files,
    entries,
    warnings: warningsOf(settings, target, path),
    changed: after !== before || files.some(({ action }) => action === 'write'),
  };
}

/** What uninstalling would do: the original bytes where they can come back, else only our entries go. */
export function planClaudeCodeUninstall(target: ClaudeCodeTarget): UninstallPlan {
  const { home } = target;
  const shim = shimPath(home, CLAUDE_CODE);
  const settingsPath = claudeCodeSettingsPath(target);
  const removeOurs = (text: string) => {
    if (text.trim() === '') return text;
    parsed(settingsPath, text);
    return removeCommands(text, (command) => isOurs(command, shim));
  };
  return planUninstall({ harness: CLAUDE_CODE, home, settingsPath, files: [shim], removeOurs });
}

/** Whether a command calls this home's shim. */
export function isOurs(command: string, shim: string): boolean {
  return command.includes(`. ${shellQuote(shim)}`);
}

/** The group of ours for one event. */
export function groupFor({ event, matcher }: HookedEvent, shim: string): HookGroup {
  const hook = { type: 'command' as const, command: hookCommand(shim, event), timeout: HOOK_TIMEOUT_SECONDS };
  return { ...(matcher !== undefined && { matcher }), hooks: [hook] };
}

/** The hooks of ours in some settings, with the group each stands in. */
export function commandsOf(settings: ClaudeCodeSettings, shim: string) {
  return Object.entries(settings.hooks ?? {}).flatMap(([event, groups]) =>
    groups.flatMap((group) =>
      group.hooks
        .filter(({ command }) => typeof command === 'string' && isOurs(command, shim))
        .map((hook) => ({ event, group, hook })),
    ),
  );
}

function planEntry(settings: ClaudeCodeSettings, hooked: HookedEvent, shim: string): PlannedEntry {
  const { event } = hooked;
  const wanted = groupFor(hooked, shim);
  const found = commandsOf(settings, shim).filter((ours) => ours.event === event);
  const [first] = found;
  const current =
    found.length === 1 &&
    first!.group.matcher === wanted.matcher &&
    JSON.stringify(first!.hook) === JSON.stringify(wanted.hooks[0]);
  return { event, command: hookCommand(shim, event), action: current ? 'keep' : first ? 'replace' : 'add' };
}

function hasStale(settings: ClaudeCodeSettings, shim: string): boolean {
  const wanted = new Set(hookedEvents.map(({ event }) => event));
  return commandsOf(settings, shim).some(({ event }) => !wanted.has(event));
}

function place(text: string, entries: readonly PlannedEntry[], shim: string): string {
  const kept = new Set(entries.filter(({ action }) => action === 'keep').map(({ event }) => event));
  let result = removeCommands(text, (command, event) => isOurs(command, shim) && !kept.has(event));
  for (const hooked of hookedEvents) {
    if (!kept.has(hooked.event)) result = addGroup(result, hooked.event, groupFor(hooked, shim));
  }
  return result;
}

function planFile(path: string, text: string): PlannedFile {
  const current = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return { path, text, action: current === text ? 'keep' : 'write' };
}

function warningsOf(settings: ClaudeCodeSettings, { scope = 'user' }: ClaudeCodeTarget, path: string): string[] {
  const warnings: string[] = [];
  if (settings.disableAllHooks === true) {
    warnings.push(`${path} has disableAllHooks: true, so no hook runs; remove that key to capture sessions`);
  }
  if (scope === 'project') {
    warnings.push(
      'project settings are read only by sessions started in this very folder, not in its sub-folders, and usually are ' +
        'shared through git: elsewhere these hooks do nothing, but they name your home folder',
    );
  }
  return warnings;
}

function parsed(path: string, text: string): ClaudeCodeSettings {
  try {
    return parseSettings(text);
  } catch (error) {
    throw new SettingsFileError(path, (error as Error).message);
  }
}

function needed(value: string | undefined, name: string, scope: InstallScope): string {
  if (value === undefined) throw new Error(`scope ${scope} needs ${name}`);
  return value;
}
