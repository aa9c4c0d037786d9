import type { PlanItem } from '@hookline/projections';
import { type Columns, columnsOf, distances } from './columns.ts';
import type { OutlineRows } from './read-outline.ts';

/** Where an entry begins and ends: numbers of events in the session's order, from 0. `end` is -1 while it goes on. */
interface Span {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly agent: string | null;
}

export interface TurnOutline extends Span {
  readonly outcome: string;
  readonly by: string | null;
  readonly words: string;
}

export interface CallOutline extends Span {
  readonly turn: string | null;
  readonly tool: string | null;
  readonly outcome: string;
  readonly exitCode: number | null;
  readonly durationMs: number | null;
  readonly words: string;
  /** The file, where the call was about one file and nothing else. */
  readonly path: string | null;
  readonly asksPerson: boolean;
  readonly commits: boolean;
  readonly background: string | null;
}

export interface MessageOutline extends Span {
  readonly role: string;
  /** There is nothing but thinking in it. */
  readonly thinking: boolean;
  readonly words: string;
}

export interface FileOutline extends Span {
  readonly path: string;
  readonly how: string;
  readonly change: string | null;
  readonly call: string | null;
  readonly added: number | null;
  readonly removed: number | null;
}

export interface AgentOutline extends Span {
  readonly name: string | null;
  readonly outcome: string;
  readonly call: string | null;
  readonly words: string;
}

export interface PlanOutline extends Span {
  readonly whole: boolean;
  readonly items: PlanItem[];
}

export interface UsageOutline extends Span {
  readonly model: string | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly costUsd: number | null;
}

/** What a person was asked, or what was answered: an event with what it is about. */
export interface AskOutline {
  readonly event: number;
  readonly about: string;
  /** False for a question, true for an answer. */
  readonly answered: boolean;
}

/**
 * Everything that a time line is drawn from and a state is counted from, without inputs and outputs. Entries tell where
 * they begin and end by the number of an event, so that any moment is a number and a comparison.
 */
export interface Outline {
  readonly session: string;
  /** The newest position in it; ask for what came `after` it. */
  readonly last: number;
  /** False when this is only what came after the position asked for; its numbers go on from what was there. */
  readonly whole: boolean;
  /** The number of the first event below. */
  readonly first: number;
  /** By session order. Positions and times (Unix milliseconds) are distances from the one before, kinds stand in `kinds`. */
  readonly events: { readonly position: number[]; readonly atMs: number[]; readonly kind: number[] };
  readonly kinds: string[];
  readonly asks: Columns<AskOutline>;
  readonly turns: Columns<TurnOutline>;
  readonly calls: Columns<CallOutline>;
  readonly messages: Columns<MessageOutline>;
  readonly files: Columns<FileOutline>;
  readonly agents: Columns<AgentOutline>;
  readonly plans: Columns<PlanOutline>;
  readonly usage: Columns<UsageOutline>;
}

const span = ['id', 'start', 'end', 'agent'] as const;

/** Packs what was read. A row whose event came while reading stays out: the next question brings it. */
export function outlineOf(session: string, rows: OutlineRows): Outline {
  const kinds = [...new Set(rows.events.map(({ kind }) => kind))];
  const kindIndex = new Map(kinds.map((kind, index) => [kind, index]));
  return {
    session,
    last: rows.last,
    whole: rows.whole,
    first: rows.first,
    events: {
      position: distances(rows.events.map(({ position }) => position)),
      atMs: distances(rows.events.map(({ atMs }) => atMs)),
      kind: rows.events.map(({ kind }) => kindIndex.get(kind)!),
    },
    kinds,
    asks: columnsOf(['event', 'about', 'answered'], rows.asks),
    turns: columnsOf([...span, 'outcome', 'by', 'words'], rows.turns),
    calls: columnsOf(
      [
        ...span,
        ...(['turn', 'tool', 'outcome', 'exitCode', 'durationMs'] as const),
        ...(['words', 'path', 'asksPerson', 'commits', 'background'] as const),
      ],
      rows.calls,
    ),
    messages: columnsOf([...span, 'role', 'thinking', 'words'], rows.messages),
    files: columnsOf([...span, 'path', 'how', 'change', 'call', 'added', 'removed'], rows.files),
    agents: columnsOf([...span, 'name', 'outcome', 'call', 'words'], rows.agents),
    plans: columnsOf([...span, 'whole', 'items'], rows.plans),
    usage: columnsOf([...span, 'model', 'input', 'output', 'cacheRead', 'cacheWrite', 'costUsd'], rows.usage),
  };
}
