import type { Effect } from '@hookline/schemas';
import { projectPath } from '../words/paths.ts';
import { programOf } from '../words/program-of.ts';
import { asObject, defined, listOf, type Payload, textOf } from './payload.ts';

/** Where paths of a call are taken from. */
export interface Places {
  readonly root?: string | undefined;
  readonly cwd?: string | undefined;
}

type Describe = (input: Payload, places: Places) => Effect[];

const path =
  (type: Effect['type'], ...keys: string[]): Describe =>
  (input, { root, cwd }) => {
    const found = keys.map((key) => textOf(input, key)).find((value) => value !== undefined);
    return [defined({ type, object: found === undefined ? undefined : projectPath(found, root, cwd) })];
  };

const named =
  (types: readonly Effect['type'][], ...keys: string[]): Describe =>
  (input) => {
    const object = keys.map((key) => textOf(input, key)).find((value) => value !== undefined);
    return types.map((type) => defined({ type, object }));
  };

const command: Describe = (input) => {
  const object = textOf(input, 'command');
  return [
    defined({ type: 'process.exec' as const, object, program: object === undefined ? undefined : programOf(object) }),
  ];
};

const questions: Describe = (input) => {
  const asked = listOf(input, 'questions').map((question) => textOf(asObject(question), 'question'));
  const known = asked.filter((question) => question !== undefined);
  return known.length > 0
    ? known.map((object) => ({ type: 'ask.person' as const, object }))
    : named(['ask.person'], 'question')(input, {});
};

const byTool: Record<string, Describe> = {
  Read: path('file.read', 'file_path'),
  NotebookRead: path('file.read', 'notebook_path'),
  Write: path('file.write', 'file_path'),
  Edit: path('file.write', 'file_path'),
  MultiEdit: path('file.write', 'file_path'),
  NotebookEdit: path('file.write', 'notebook_path', 'file_path'),
  Bash: command,
  PowerShell: command,
  Monitor: command,
  BashOutput: named(['process.exec'], 'bash_id', 'shell_id'),
  KillShell: named(['process.exec'], 'shell_id', 'bash_id'),
  KillBash: named(['process.exec'], 'shell_id', 'bash_id'),
  TaskOutput: named(['process.exec'], 'task_id'),
  TaskStop: named(['process.exec'], 'task_id', 'shell_id'),
  Grep: named(['search'], 'pattern'),
  Glob: named(['search'], 'pattern'),
  LS: path('search', 'path'),
  ToolSearch: named(['search'], 'query'),
  WebFetch: named(['net.fetch'], 'url'),
  WebSearch: named(['search', 'net.fetch'], 'query'),
  Agent: named(['agent.spawn'], 'subagent_type', 'description'),
  Task: named(['agent.spawn'], 'subagent_type', 'description'),
  TodoWrite: named(['plan']),
  TodoRead: named(['plan']),
  TaskCreate: named(['plan'], 'subject'),
  TaskUpdate: named(['plan'], 'taskId'),
  TaskGet: named(['plan'], 'taskId'),
  TaskList: named(['plan']),
  EnterPlanMode: named(['plan']),
  ExitPlanMode: named(['plan']),
  AskUserQuestion: questions,
  Skill: named(['unknown'], 'skill', 'command'),
  ListMcpResourcesTool: named(['mcp.call'], 'server'),
  ReadMcpResourceTool: named(['mcp.call'], 'uri', 'server'),
};

/** What a call of that tool does to the world. A tool nobody knows has one `unknown` effect. */
export function effectsOf(tool: string, input: unknown, places: Places): Effect[] {
  const known = Object.hasOwn(byTool, tool) ? byTool[tool] : undefined;
  if (known !== undefined) return known(asObject(input) ?? {}, places);
  const mcp = mcpOf(tool);
  return mcp === undefined ? [{ type: 'unknown' }] : [{ type: 'mcp.call', object: `${mcp.server}/${mcp.tool}` }];
}

/** The parts of `mcp__server__tool`; undefined for tools of the harness itself. */
export function mcpOf(tool: string): { readonly server: string; readonly tool: string } | undefined {
  const match = /^mcp__(.+?)__(.+)$/.exec(tool);
  return match === null ? undefined : { server: match[1]!, tool: match[2]! };
}

/** True for the tools that start a subagent. */
export function spawns(tool: string): boolean {
  return tool === 'Agent' || tool === 'Task';
}
