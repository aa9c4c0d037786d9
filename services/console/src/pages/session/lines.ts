import type { AgentEntry, Entry, FileEntry } from '../../api/shapes.ts';
import { plainText } from '../../words/text.ts';
import { messageText, summaryOf } from './summary.ts';
import type { Show } from './views.ts';

/** An entry as the time line shows it. */
export interface Line {
  readonly entry: Entry;
  /** How deep the agent that did it is nested; 0 for the main agent. */
  readonly depth: number;
  /** The subagent's name and which colour it has, for what a subagent did. */
  readonly lane: { readonly name: string; readonly index: number } | null;
  /** The accesses to files that a call made. */
  readonly files: readonly FileEntry[];
}

/** A session's entries made ready to be shown, with what belongs to each. */
export interface Lines {
  readonly all: readonly Line[];
  readonly byId: ReadonlyMap<string, Line>;
  readonly agents: ReadonlyMap<string, AgentEntry>;
  readonly files: readonly FileEntry[];
}

/** Arranges entries, which come in session order, into lines: accesses to files go to their call, prompts to their turn. */
export function linesOf(entries: readonly Entry[]): Lines {
  const agents = new Map(entries.flatMap((entry) => (entry.type === 'agent' ? [[entry.agent, entry] as const] : [])));
  const calls = new Set(entries.flatMap((entry) => (entry.type === 'call' ? [entry.call] : [])));
  const files = entries.filter((entry) => entry.type === 'file');
  const byCall = Map.groupBy(files, ({ call }) => call ?? '');
  const laneIndex = new Map([...agents.keys()].map((agent, index) => [agent, index]));
  const lineOf = (entry: Entry): Line => {
    const agent = agents.get(agentOf(entry) ?? 'main');
    return {
      entry,
      depth: agent === undefined ? 0 : depthOf(agent, agents),
      lane: agent === undefined ? null : { name: agentName(agent), index: laneIndex.get(agent.agent) ?? 0 },
      files: entry.type === 'call' ? (byCall.get(entry.call) ?? []) : [],
    };
  };
  const all = entries.filter((entry) => isLine(entry, calls)).map(lineOf);
  return { all, byId: new Map(all.map((line) => [line.entry.id, line])), agents, files };
}

/** The lines that a filter leaves. Turns stay as the headings of what is under them, unless words are looked for. */
export function chosenLines(lines: readonly Line[], show: Show, text: string): readonly Line[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (show === 'all' && words.length === 0) return lines;
  const fits = (line: Line) => isShown(line.entry, show) && words.every((word) => searchable(line).includes(word));
  const chosen = lines.filter((line) => line.entry.type === 'turn' || fits(line));
  return chosen.filter((line, index) => {
    if (line.entry.type !== 'turn') return true;
    const next = chosen[index + 1];
    return (next !== undefined && next.entry.type !== 'turn') || fits(line);
  });
}

export function isProblem(entry: Entry): boolean {
  if (entry.type === 'call') {
    return ['failed', 'denied', 'interrupted'].includes(entry.outcome) || entry.backgroundOutcome === 'failed';
  }
  return entry.type === 'turn' && ['failed', 'interrupted', 'blocked'].includes(entry.outcome);
}

export function agentName({ agentType, agent }: AgentEntry): string {
  return agentType ?? agent.slice(0, 10);
}

/** What nests under the main agent is at depth 1. */
export function depthOf(agent: AgentEntry, agents: ReadonlyMap<string, AgentEntry>): number {
  let depth = 1;
  const seen = new Set([agent.agent]);
  let parent = agent.parent;
  while (parent !== null && parent !== 'main' && !seen.has(parent)) {
    seen.add(parent);
    depth += 1;
    parent = agents.get(parent)?.parent ?? null;
  }
  return depth;
}

function agentOf(entry: Entry): string | null {
  return entry.type === 'agent' ? entry.parent : entry.agent;
}

function isLine(entry: Entry, calls: ReadonlySet<string>): boolean {
  switch (entry.type) {
    case 'message':
      return entry.role !== 'user' && messageText(entry) !== '';
    case 'file':
      return entry.call === null || !calls.has(entry.call);
    case 'usage':
      return false;
    default:
      return true;
  }
}

function isShown(entry: Entry, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'calls':
      return entry.type === 'call';
    case 'problems':
      return isProblem(entry);
    case 'talk':
      return entry.type === 'message' || entry.type === 'turn';
  }
}

function searchable({ entry, lane, files }: Line): string {
  const parts: (string | null | undefined)[] = [entry.id, lane?.name, ...files.map(({ path }) => path)];
  switch (entry.type) {
    case 'call':
      parts.push(entry.tool, summaryOf(entry), entry.outcome, entry.nativeCall, plainText(entry.error));
      break;
    case 'turn':
      parts.push(plainText(entry.prompt));
      break;
    case 'message':
      parts.push(messageText(entry));
      break;
    case 'file':
      parts.push(entry.path);
      break;
    case 'agent':
      parts.push(entry.description, entry.agentType);
      break;
    case 'plan':
      parts.push(...entry.items.map(({ text }) => text));
  }
  return parts.join(' ').toLowerCase();
}
