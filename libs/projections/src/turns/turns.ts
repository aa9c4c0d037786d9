import type { DataOf, EventOf, Text } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';
import { earlier, type Marked, wins } from '../registers.ts';

/**
 * One prompt and how what followed it ended. Its calls are found by `turn`. A prompt that joined a running turn has no
 * row of its own: it is a message of that turn.
 */
export interface TurnRow extends Marked {
  session: string;
  /** The id of the `prompt.submitted` that opened it. */
  turn: string;
  agent: string | null;
  /** Null when the prompt itself was never seen. */
  prompt: Text | null;
  by: string | null;
  reason: string | null;
  midTurn: boolean;
  /** The typed command that became the prompt. */
  command: string | null;
  permissionMode: string | null;
  startedAt: string;
  endedAt: string | null;
  outcome: 'open' | 'ended' | 'interrupted' | 'failed' | 'blocked';
  error: string | null;
  /** The agent's closing words. */
  closing: Text | null;
  /** Work that went on behind the turn when it ended. */
  background: NonNullable<DataOf<'turn.ended'>['background']> | null;
  orderKey: string;
  position: number;
  endedPosition: number | null;
}

export const turns: Projection<TurnRow> = {
  name: 'turns',
  version: 1,
  key: 'turn',
  columns: {
    session: 'text',
    turn: 'text',
    agent: 'text',
    prompt: 'json',
    by: 'text',
    reason: 'text',
    midTurn: 'boolean',
    command: 'text',
    permissionMode: 'text',
    startedAt: 'timestamptz',
    endedAt: 'timestamptz',
    outcome: 'text',
    error: 'text',
    closing: 'json',
    background: 'json',
    marks: 'json',
    orderKey: 'text',
    position: 'bigint',
    endedPosition: 'bigint',
  },
  places: ['position', 'endedPosition'],
  keysOf,
  evolve,
};

function keysOf({ event }: ArrangedEvent): string[] {
  if (event.session === '-') return [];
  switch (event.kind) {
    case 'prompt.submitted':
      return opensTurn(event) ? [event.id] : [];
    case 'prompt.expanded':
    case 'prompt.blocked':
    case 'turn.ended':
    case 'turn.failed':
    case 'turn.interrupted':
      return event.turn === undefined ? [] : [event.turn];
    default:
      return [];
  }
}

/** Whether a prompt began a turn, and did not join one. */
export function opensTurn({ id, turn }: EventOf<'prompt.submitted'>): boolean {
  return turn === undefined || turn === id;
}

function evolve(before: TurnRow | undefined, arranged: ArrangedEvent, key: string): TurnRow {
  const { event, at, order, position } = arranged;
  const row = before === undefined ? firstRow(arranged, key) : { ...before };
  if (event.kind === 'prompt.submitted') {
    const { data } = event;
    row.marks = { ...row.marks, prompt: order };
    row.prompt = data.text;
    row.by = data.by;
    row.reason = data.reason ?? null;
    row.midTurn = data.midTurn ?? false;
    row.permissionMode = data.permissionMode ?? null;
    row.agent = event.agent ?? null;
    [row.startedAt, row.orderKey, row.position] = [at, order, position];
    return row;
  }
  if (row.marks.prompt === undefined) {
    row.startedAt = earlier(row.startedAt, at);
    if (order < row.orderKey) [row.orderKey, row.position] = [order, position];
  }
  if (event.kind === 'prompt.expanded') {
    if (wins(row, 'command', order)) row.command = event.data.command;
  } else if (wins(row, 'end', order)) {
    Object.assign(row, endOf(arranged), { endedAt: at, endedPosition: position });
  }
  return row;
}

function endOf({ event }: ArrangedEvent): Pick<TurnRow, 'outcome' | 'error' | 'closing' | 'background'> {
  const nothing = { error: null, closing: null, background: null };
  switch (event.kind) {
    case 'turn.failed':
      return { ...nothing, outcome: 'failed', error: event.data.error, closing: event.data.text ?? null };
    case 'turn.interrupted':
      return { ...nothing, outcome: 'interrupted', error: event.data.reason ?? null };
    case 'prompt.blocked':
      return { ...nothing, outcome: 'blocked', error: event.data.reason ?? null };
    case 'turn.ended':
      return {
        ...nothing,
        outcome: 'ended',
        closing: event.data.text ?? null,
        background: event.data.background ?? null,
      };
    default:
      throw new Error(`${event.kind} does not end a turn`);
  }
}

function firstRow({ event, at, order, position }: ArrangedEvent, turn: string): TurnRow {
  return {
    session: event.session,
    turn,
    agent: null,
    prompt: null,
    by: null,
    reason: null,
    midTurn: false,
    command: null,
    permissionMode: null,
    startedAt: at,
    endedAt: null,
    outcome: 'open',
    error: null,
    closing: null,
    background: null,
    marks: {},
    orderKey: order,
    position,
    endedPosition: null,
  };
}
