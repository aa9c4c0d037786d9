import type { Text } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';
import { type Marked, wins } from '../registers.ts';

/** A subagent, background agent or teammate: who started it by which call, and how it ended. */
export interface AgentRow extends Marked {
  session: string;
  agent: string;
  parent: string | null;
  call: string | null;
  type: string | null;
  description: string | null;
  prompt: Text | null;
  depth: number | null;
  startedAt: string | null;
  endedAt: string | null;
  outcome: string;
  /** Its last words. */
  text: Text | null;
  orderKey: string;
  position: number;
}

export const agents: Projection<AgentRow> = {
  name: 'agents',
  version: 1,
  key: 'agent',
  columns: {
    session: 'text',
    agent: 'text',
    parent: 'text',
    call: 'text',
    type: 'text',
    description: 'text',
    prompt: 'json',
    depth: 'bigint',
    startedAt: 'timestamptz',
    endedAt: 'timestamptz',
    outcome: 'text',
    text: 'json',
    marks: 'json',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  keysOf: ({ event }) => {
    if (event.session === '-') return [];
    if (event.kind === 'agent.started' || event.kind === 'agent.linked' || event.kind === 'agent.ended') {
      return [event.data.agent];
    }
    // Not every subagent is seen to start: one that is seen to act is there all the same.
    const acts = event.kind === 'tool.started' || event.kind === 'message.sent';
    return acts && event.agent !== undefined && event.agent !== 'main' ? [event.agent] : [];
  },
  evolve,
};

function evolve(before: AgentRow | undefined, arranged: ArrangedEvent, key: string): AgentRow {
  const { event, at, order, position } = arranged;
  const row = before === undefined ? firstRow(arranged, key) : { ...before };
  if (order < row.orderKey) [row.orderKey, row.position] = [order, position];
  switch (event.kind) {
    case 'agent.started':
      if (wins(row, 'start', order)) {
        row.startedAt = at;
        row.prompt = event.data.prompt ?? null;
      }
      noteLink(row, { ...event.data, parent: event.parentagent }, `0${order}`);
      break;
    case 'agent.linked':
      noteLink(row, event.data, `1${order}`);
      break;
    case 'agent.ended':
      if (event.data.type && wins(row, 'type', `0${order}`)) row.type = event.data.type;
      if (wins(row, 'end', order)) {
        row.endedAt = at;
        row.outcome = event.data.outcome;
        row.text = event.data.text ?? null;
      }
  }
  return row;
}

/** What the link says beats what the start guessed. */
function noteLink(
  row: AgentRow,
  link: {
    parent?: string | undefined;
    call?: string | undefined;
    type?: string | undefined;
    description?: string | undefined;
    depth?: number | undefined;
  },
  mark: string,
): void {
  if (link.parent !== undefined && wins(row, 'parent', mark)) row.parent = link.parent;
  if (link.call !== undefined && wins(row, 'call', mark)) row.call = link.call;
  if (link.type && wins(row, 'type', `1${mark}`)) row.type = link.type;
  if (link.description !== undefined && wins(row, 'description', mark)) row.description = link.description;
  if (link.depth !== undefined && wins(row, 'depth', mark)) row.depth = link.depth;
}

function firstRow({ event, order, position }: ArrangedEvent, agent: string): AgentRow {
  return {
    session: event.session,
    agent,
    parent: null,
    call: null,
    type: null,
    description: null,
    prompt: null,
    depth: null,
    startedAt: null,
    endedAt: null,
    outcome: 'running',
    text: null,
    marks: {},
    orderKey: order,
    position,
  };
}
