import type { Effect } from '@hookline/schemas';
import { effectOn, execEffect, fileEffect, mcpEffect, type Places, questionEffects } from '../words/effects.ts';
import type { McpTool } from '../words/mcp-name.ts';
import { firstTextOf, type Payload, textOf } from '../words/payload.ts';

type Describe = (input: Payload, places: Places) => Effect[];

const file =
  (type: 'file.read' | 'file.write'): Describe =>
  (input, places) => [fileEffect(type, textOf(input, 'filePath'), places)];

const named =
  (type: Effect['type'], ...keys: string[]): Describe =>
  (input) => [effectOn(type, firstTextOf(input, ...keys))];

/** Files of one patch that are named; of one with more, any file may be one of them. */
const filesMax = 100;

const patched: Describe = (input, places) => {
  const text = textOf(input, 'patchText') ?? '';
  const touched = [...text.matchAll(/^\*\*\* (?:(Add|Update|Delete) File|Move to): (.+)$/gm)];
  const effects = touched
    .slice(0, filesMax)
    .map(([, how, path]) => fileEffect(how === 'Delete' ? 'file.delete' : 'file.write', path!.trim(), places));
  return touched.length === 0 || touched.length > filesMax ? [...effects, { type: 'file.write' }] : effects;
};

const byTool: Readonly<Record<string, Describe>> = {
  read: file('file.read'),
  write: file('file.write'),
  edit: file('file.write'),
  multiedit: file('file.write'),
  apply_patch: patched,
  patch: patched,
  bash: (input) => [execEffect(textOf(input, 'command'))],
  grep: named('search', 'pattern'),
  glob: named('search', 'pattern'),
  list: named('search', 'path'),
  codesearch: named('search', 'query'),
  lsp: named('search', 'operation'),
  webfetch: named('net.fetch', 'url'),
  websearch: named('net.fetch', 'query'),
  task: named('agent.spawn', 'subagent_type', 'description'),
  todowrite: named('plan'),
  todoread: named('plan'),
  plan_enter: named('plan'),
  plan_exit: named('plan'),
  question: questionEffects,
  skill: named('unknown', 'name'),
  list_mcp_resources: named('mcp.call', 'server'),
  list_mcp_resource_templates: named('mcp.call', 'server'),
  read_mcp_resource: named('mcp.call', 'uri'),
  invalid: named('unknown'),
};

/** What a call of that tool does to the world. A tool nobody knows has one `unknown` effect. */
export function effectsOf(tool: string, input: Payload, places: Places): Effect[] {
  const known = Object.hasOwn(byTool, tool) ? byTool[tool] : undefined;
  if (known !== undefined) return known(input, places);
  const mcp = mcpOf(tool);
  return [mcp === undefined ? { type: 'unknown' } : mcpEffect(mcp)];
}

/**
 * The parts of `server_tool`: OpenCode names tools of MCP servers so, and says nowhere which they are. A name with an
 * underscore that is none of its own tools is taken for one.
 */
export function mcpOf(tool: string): McpTool | undefined {
  if (Object.hasOwn(byTool, tool)) return undefined;
  const match = /^([^_]+)_(.+)$/.exec(tool);
  return match === null ? undefined : { server: match[1]!, tool: match[2]! };
}

/** The tool that runs a command line. */
export const shellTool = 'bash';

/** The tool that starts a subagent. */
export const spawningTool = 'task';
