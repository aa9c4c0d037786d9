import type { AgentBrief, Brief, FileBrief } from '../../api/outline-columns.ts';
import type { Course } from './course/course.ts';
import { isFailed } from './course/standing.ts';
import type { Show } from './views.ts';

/** An entry as the time line shows it. */
export interface Line {
  readonly entry: Brief;
  /** Where it stands in the session's order. */
  readonly start: number;
  /** Of a turn its number, from 1. */
  readonly number: number | null;
  /** How deep the agent that did it is nested; 0 for the main agent. */
  readonly depth: number;
  /** The subagent's name and which colour it has, for what a subagent did. */
  readonly lane: { readonly name: string; readonly index: number } | null;
  /** The accesses to files that a call made. */
  readonly files: readonly FileBrief[];
}

/** A session's entries made ready to be shown, with what belongs to each. */
export interface Lines {
  readonly all: readonly Line[];
  readonly byId: ReadonlyMap<string, Line>;
  readonly agents: ReadonlyMap<string, AgentBrief>;
  readonly files: readonly FileBrief[];
}

const none: readonly FileBrief[] = [];

/** Arranges entries, which come in session order, into lines: accesses to files go to their call, prompts to their turn. */
export function linesOf({ entries }: Pick<Course, 'entries'>): Lines {
  const agents = new Map(entries.flatMap((entry) => (entry.type === 'agent' ? [[entry.id, entry] as const] : [])));
  const calls = new Set(entries.flatMap((entry) => (entry.type === 'call' ? [entry.id] : [])));
  const turns = new Set(entries.flatMap((entry) => (entry.type === 'turn' ? [entry.id] : [])));
  const files = entries.filter((entry) => entry.type === 'file');
  const byCall = Map.groupBy(files, ({ call }) => call ?? '');
  const lanes = new Map(
    [...agents.values()].map((agent, index) => [
      agent.id,
      { depth: depthOf(agent, agents), lane: { name: agentName(agent), index } },
    ]),
  );
  let number = 0;
  const all: Line[] = [];
  for (const entry of entries) {
    if (!isLine(entry, calls, turns)) continue;
    const lane = lanes.get(entry.agent ?? 'main');
    all.push({
      entry,
      start: entry.start,
      number: entry.type === 'turn' ? ++number : null,
      depth: lane?.depth ?? 0,
      lane: lane?.lane ?? null,
      files: entry.type === 'call' ? (byCall.get(entry.id) ?? none) : none,
    });
  }
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

export function agentName({ name, id }: AgentBrief): string {
  return name ?? id.slice(0, 10);
}

/** What nests under the main agent is at depth 1. */
export function depthOf(agent: AgentBrief, agents: ReadonlyMap<string, AgentBrief>): number {
  let depth = 1;
  const seen = new Set([agent.id]);
  let parent = agent.agent;
  while (parent !== null && parent !== 'main' && !seen.has(parent)) {
    seen.add(parent);
    depth += 1;
    parent = agents.get(parent)?.agent ?? null;
  }
  return depth;
}

function isLine(entry: Brief, calls: ReadonlySet<string>, turns: ReadonlySet<string>): boolean {
  switch (entry.type) {
    case 'message':
      // A prompt is its turn; one that joined a running turn has no other line.
      return entry.words !== '' && (entry.role !== 'user' || !turns.has(entry.id));
    case 'file':
      return entry.call === null || !calls.has(entry.call);
    case 'usage':
      return false;
    default:
      return true;
  }
}

function isShown(entry: Brief, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'calls':
      return entry.type === 'call';
    case 'problems':
      return isFailed(entry);
    case 'talk':
      return entry.type === 'message' || entry.type === 'turn';
  }
}

function searchable({ entry, lane, files }: Line): string {
  const parts: (string | null | undefined)[] = [entry.id, lane?.name, ...files.map(({ path }) => path)];
  switch (entry.type) {
    case 'call':
      parts.push(entry.tool, entry.words, entry.path, entry.outcome);
      break;
    case 'turn':
    case 'message':
      parts.push(entry.words);
      break;
    case 'file':
      parts.push(entry.path);
      break;
    case 'agent':
      parts.push(entry.words, entry.name);
      break;
    case 'plan':
      parts.push(...entry.items.map(({ text }) => text));
  }
  return parts.join(' ').toLowerCase();
}
