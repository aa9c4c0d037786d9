import type { Effect } from '@hookline/schemas';
import { patchedFiles } from '../words/apply-patch.ts';
import { effectOn, execEffect, fileEffect, mcpEffect, type Places } from '../words/effects.ts';
import { mcpOf } from '../words/mcp-name.ts';
import { asObject, firstTextOf, textOf } from '../words/payload.ts';

const shells = new Set(['exec_command', 'shell', 'shell_command', 'local_shell', 'container.exec', 'unified_exec']);

/** True for the tools that run a command line. */
export function isShell(tool: string): boolean {
  return shells.has(tool);
}

/** The command line of a shell call, whatever the version calls it. A list that only wraps a script is that script. */
export function commandOf(input: unknown): string | undefined {
  const given = asObject(input);
  const told = given?.cmd ?? given?.command ?? asObject(given?.action)?.command;
  if (typeof told === 'string') return told;
  if (!Array.isArray(told)) return undefined;
  const words = told.filter((word): word is string => typeof word === 'string');
  const isScript = words.length === 3 && /^-\w*c$/.test(words[1]!);
  return isScript ? words[2] : words.join(' ');
}

/** The patch of a call of `apply_patch`, however it was called. */
export function patchOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  const given = asObject(input);
  return textOf(given, 'command') ?? textOf(given, 'input') ?? textOf(given, 'patch');
}

/** What a call of that tool does to the world. A tool nobody knows has one `unknown` effect. */
export function effectsOf(tool: string, input: unknown, places: Places): Effect[] {
  if (isShell(tool)) return [execEffect(commandOf(input))];
  if (tool === 'apply_patch') return patchEffects(patchOf(input) ?? '', places);
  const mcp = mcpOf(tool);
  if (mcp !== undefined) return [mcpEffect(mcp)];
  const given = asObject(input);
  switch (tool) {
    case 'write_stdin':
      return [{ type: 'process.exec' }];
    case 'update_plan':
      return [{ type: 'plan' }];
    case 'spawn_agent':
      return [effectOn('agent.spawn', firstTextOf(given, 'task_name', 'message'))];
    case 'web_search':
      return [{ type: 'search' }, { type: 'net.fetch' }];
    case 'tool_search':
      return [effectOn('search', textOf(given, 'query'))];
    case 'view_image':
      return [fileEffect('file.read', textOf(given, 'path'), places)];
    case 'request_user_input':
      return [{ type: 'ask.person' }];
    default:
      return [{ type: 'unknown' }];
  }
}

/** Files of one patch that are named; of one with more, any file may be one of them. */
const filesMax = 50;

function patchEffects(patch: string, places: Places): Effect[] {
  const files = patchedFiles(patch);
  const effects = files
    .slice(0, filesMax)
    .flatMap(({ how, path, from }) => [
      ...(from === undefined ? [] : [fileEffect('file.delete', from, places)]),
      fileEffect(how === 'delete' ? 'file.delete' : 'file.write', path, places),
    ]);
  return files.length === 0 || files.length > filesMax ? [...effects, { type: 'file.write' }] : effects;
}
