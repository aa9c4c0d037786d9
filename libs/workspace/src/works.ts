import type { Effect } from '@hookline/schemas';
import type { Reason } from './file-at.ts';
import type { PlacedEvent } from './placed-event.ts';
import { commandTraits } from './shell/command-reads.ts';

/** What a call may do to files, and when. */
export interface Work {
  /** Undefined for a fact that names no call. */
  readonly call: string | undefined;
  readonly tool: string;
  /** `anything`: any file may be written while it goes on. `paths`: only these. */
  readonly scope: 'nothing' | 'paths' | 'anything';
  readonly paths: ReadonlySet<string>;
  /** Why files are unknown that it may have written. */
  readonly reason: Reason;
  readonly text: string;
  /** It went on from the event of this order, or from before everything (empty), to that one, or to the end of all (undefined). */
  readonly from: string;
  readonly until: string | undefined;
  readonly begin: Pick<PlacedEvent, 'position' | 'at'>;
  /** It failed, and may have come half-way. */
  readonly failed: boolean;
  /** The last fact that it tells of a path. */
  readonly lastFacts: ReadonlyMap<string, string>;
  /** What it says a path held before: a hash, or that it was not there. The first word on a path counts. */
  readonly befores: ReadonlyMap<string, string | 'absent'>;
}

/** The works of a session by where they begin and end, and where people had their say. */
export interface Works {
  readonly of: ReadonlyMap<string, Work>;
  readonly beginning: ReadonlyMap<string, readonly Work[]>;
  readonly ending: ReadonlyMap<string, readonly Work[]>;
  /** Prompts and resumptions: in front of each of them a person may have changed files. */
  readonly boundaries: readonly PlacedEvent[];
}

interface Seen {
  start?: PlacedEvent;
  end?: PlacedEvent;
  abandoned?: PlacedEvent;
  background?: PlacedEvent;
  readonly facts: PlacedEvent[];
  readonly effects: Effect[];
  tool: string;
  linked: Set<string>;
}

/** Reads from the events of a session (in its order) what its calls may do to files. Contents are not looked at. */
export function worksOf(events: readonly PlacedEvent[]): Works {
  const calls = new Map<string, Seen>();
  const byBackground = new Map<string, Seen>();
  const agents = new Set<string>();
  const agentEnds = new Map<string, PlacedEvent>();
  const turns = new Map<string, PlacedEvent>();
  const boundaries: PlacedEvent[] = [];
  const callOf = (call: string): Seen => {
    const known = calls.get(call);
    if (known !== undefined) return known;
    const made: Seen = { facts: [], effects: [], tool: '', linked: new Set() };
    calls.set(call, made);
    return made;
  };
  for (const placed of events) {
    const { event } = placed;
    switch (event.kind) {
      case 'prompt.submitted':
        turns.set(event.id, placed);
        boundaries.push(placed);
        break;
      case 'session.resumed':
        boundaries.push(placed);
        break;
      case 'tool.started': {
        const seen = callOf(event.data.call);
        seen.start ??= placed;
        agents.add(event.agent ?? 'main');
        noteCall(seen, event.data);
        break;
      }
      case 'tool.finished':
      case 'tool.failed':
      case 'tool.denied': {
        const seen = callOf(event.data.call);
        seen.end = placed;
        agents.add(event.agent ?? 'main');
        noteCall(seen, event.data);
        if (event.kind !== 'tool.finished') break;
        if (event.data.spawned !== undefined) seen.linked.add(event.data.spawned);
        if (event.data.background !== undefined) byBackground.set(event.data.background, seen);
        break;
      }
      case 'tool.abandoned': {
        const seen = callOf(event.data.call);
        seen.abandoned = placed;
        noteCall(seen, event.data);
        break;
      }
      case 'background.ended': {
        const { background, call } = event.data;
        const seen = byBackground.get(background) ?? (call === undefined ? undefined : callOf(call));
        if (seen !== undefined) seen.background = placed;
        break;
      }
      case 'agent.linked':
      case 'agent.started':
        if (event.data.call !== undefined) callOf(event.data.call).linked.add(event.data.agent);
        break;
      case 'agent.ended':
        agentEnds.set(event.data.agent, placed);
        break;
      case 'file.read':
      case 'file.written':
        if (event.data.call !== undefined) callOf(event.data.call).facts.push(placed);
        break;
    }
  }
  const works = [...calls].flatMap(([call, seen]) => workOf(call, seen, { turns, agents, agentEnds }) ?? []);
  return {
    of: new Map(works.map((work) => [work.call!, work])),
    beginning: Map.groupBy(works, ({ from }) => from),
    ending: Map.groupBy(
      works.filter(({ until }) => until !== undefined),
      ({ until }) => until!,
    ),
    boundaries,
  };
}

function noteCall(seen: Seen, { tool, effects }: { tool: string; effects: readonly Effect[] }): void {
  seen.tool ||= tool;
  seen.effects.push(...effects);
}

interface Around {
  readonly turns: ReadonlyMap<string, PlacedEvent>;
  /** Agents whose calls are seen. */
  readonly agents: ReadonlySet<string>;
  readonly agentEnds: ReadonlyMap<string, PlacedEvent>;
}

function workOf(call: string, seen: Seen, around: Around): Work | undefined {
  const any = seen.start ?? seen.end ?? seen.abandoned ?? seen.facts[0];
  if (any === undefined) return undefined;
  const { event } = any;
  const turn = event.turn === undefined ? undefined : around.turns.get(event.turn);
  const begin = seen.start ?? turn;
  const written = seen.facts.flatMap(({ event, order }) =>
    event.kind === 'file.written' ? [event.data.path, event.data.from].map((path) => [path, order] as const) : [],
  );
  const lastFacts = new Map(written.filter((fact): fact is [string, string] => fact[0] !== undefined));
  const befores = new Map(seen.facts.toReversed().flatMap(beforesOf));
  const doing = whatItDoes(seen, around, event.harness);
  const hasFailed = seen.end?.event.kind === 'tool.failed';
  const paths = new Set([...doing.paths, ...lastFacts.keys()]);
  const scope = doing.scope === 'nothing' && lastFacts.size > 0 ? 'paths' : doing.scope;
  const until = endOf(seen, doing, around);
  const from = begin?.order ?? '';
  return {
    call,
    tool: seen.tool,
    scope,
    paths,
    reason: doing.reason,
    text: doing.text,
    from: until !== undefined && until < from ? until : from,
    until,
    begin: begin ?? any,
    failed: hasFailed || seen.end === undefined,
    lastFacts,
    befores,
  };
}

function beforesOf({ event }: PlacedEvent): [string, string][] {
  if (event.kind !== 'file.written') return [];
  const { path, how, hashBefore, from } = event.data;
  if (from !== undefined) return hashBefore === undefined ? [] : [[from, hashBefore]];
  if (hashBefore !== undefined) return [[path, hashBefore]];
  return how === 'create' ? [[path, 'absent']] : [];
}

interface Doing {
  readonly scope: Work['scope'];
  readonly paths: readonly string[];
  readonly reason: Reason;
  readonly text: string;
  readonly staysRunning: boolean;
}

/** Tools that look at work in the background, or end it: it is that work which may write. */
const observers: ReadonlySet<string> = new Set(['BashOutput', 'KillShell', 'KillBash', 'TaskOutput', 'TaskStop']);
/** Tools that run a language of which nothing is known here. */
const otherShells: ReadonlySet<string> = new Set(['PowerShell']);

/** The end of a call may name its command cut to this length; its start has all of it. */
const cutMin = 1_000;

/** Tools that check everything before they write: when they fail, nothing was written. */
const atomic: Readonly<Record<string, ReadonlySet<string>>> = {
  'claude-code': new Set(['Edit', 'NotebookEdit', 'Read']),
  'gemini-cli': new Set(['replace']),
};

function whatItDoes(seen: Seen, { agents }: Around, harness: string | undefined): Doing {
  const end = seen.end?.event;
  const nothing: Doing = { scope: 'nothing', paths: [], reason: 'in-flight', text: '', staysRunning: false };
  if (end?.kind === 'tool.denied') return nothing;
  if (end?.kind === 'tool.failed') {
    if (end.data.stage === 'invalid') return nothing;
    if (harness !== undefined && atomic[harness]?.has(seen.tool)) return nothing;
  }
  const isOpaque = seen.effects.length === 0 && seen.facts.length === 0;
  if (isOpaque) return anything('tool', `the tool ${seen.tool} may have written it`);
  const paths: string[] = [];
  let widest: Doing | undefined;
  for (const { type, object } of seen.effects) {
    if (type === 'file.write' || type === 'file.delete') {
      if (object === undefined) widest ??= anything('tool', `the tool ${seen.tool} may have written it`);
      else paths.push(object);
    } else if (type === 'process.exec') {
      if (observers.has(seen.tool)) continue;
      const isCut = seen.start === undefined && (object?.length ?? 0) >= cutMin;
      const traits = otherShells.has(seen.tool) || isCut ? undefined : commandTraits(object ?? '?');
      if (traits?.reads) continue;
      const text = object === undefined ? 'a command may have written it' : `\`${gist(object)}\` may have written it`;
      widest = anything('shell', text, widest?.staysRunning === true || traits?.staysRunning === true);
    } else if (type === 'mcp.call' || type === 'unknown') {
      widest ??= anything('tool', `the tool ${seen.tool} may have written it`);
    } else if (type === 'agent.spawn') {
      if ([...seen.linked].some((agent) => agents.has(agent))) continue;
      widest ??= anything('agent', 'an agent whose calls are not seen may have written it');
    }
  }
  return widest ?? { ...nothing, scope: paths.length > 0 ? 'paths' : 'nothing', paths };
}

function anything(reason: Reason, text: string, staysRunning = false): Doing {
  return { scope: 'anything', paths: [], reason, text, staysRunning };
}

function gist(command: string): string {
  const line = command.split('\n', 1)[0]!;
  return line.length > 80 || line !== command ? `${line.slice(0, 79)}…` : line;
}

/** The order of the event at which it was over for certain; undefined where nothing says so. */
function endOf(seen: Seen, doing: Doing, { agentEnds }: Around): string | undefined {
  const { end, abandoned, background } = seen;
  const lastFact = seen.facts.at(-1)?.order;
  if (doing.scope !== 'anything') return end?.order ?? lastFact ?? abandoned?.order;
  if (doing.staysRunning) return undefined;
  if (end?.event.kind === 'tool.finished' && end.event.data.background !== undefined) {
    const agentEnd = [...seen.linked].map((agent) => agentEnds.get(agent)).find((placed) => placed !== undefined);
    const over = background ?? agentEnd;
    return over === undefined ? undefined : later(over.order, end.order);
  }
  if (end !== undefined) return background === undefined ? end.order : later(background.order, end.order);
  return wasStopped(abandoned) ? abandoned!.order : undefined;
}

/** Whether who closed the call saw that its agent went on: what it ran was over by then. */
function wasStopped(abandoned: PlacedEvent | undefined): boolean {
  if (abandoned?.event.kind !== 'tool.abandoned') return false;
  const { outcome, closedBy } = abandoned.event.data;
  return outcome === 'interrupted' || closedBy === 'prompt' || closedBy === 'turn';
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
