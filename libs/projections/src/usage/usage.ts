import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';
import { earlier, type Marked, most, wins } from '../registers.ts';

/**
 * What one answer of a model took. Several events may speak of one message (parts of it, hook and record): they are one
 * row with the greatest number of each class, so that nothing counts twice. What nobody said is null, not zero.
 */
export interface UsageRow extends Marked {
  session: string;
  /** The provider's id of the message, else of the request, else of the event. */
  message: string;
  request: string | null;
  project: string;
  harness: string | null;
  actor: string | null;
  model: string | null;
  agent: string | null;
  turn: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  costUsd: number | null;
  durationMs: number | null;
  stopReason: string | null;
  serviceTier: string | null;
  at: string;
  orderKey: string;
  position: number;
}

export const usage: Projection<UsageRow> = {
  name: 'usage',
  version: 3,
  key: 'message',
  columns: {
    session: 'text',
    message: 'text',
    request: 'text',
    project: 'text',
    harness: 'text',
    actor: 'text',
    model: 'text',
    agent: 'text',
    turn: 'text',
    inputTokens: 'bigint',
    outputTokens: 'bigint',
    cacheReadTokens: 'bigint',
    cacheWriteTokens: 'bigint',
    reasoningTokens: 'bigint',
    costUsd: 'double precision',
    durationMs: 'double precision',
    stopReason: 'text',
    serviceTier: 'text',
    at: 'timestamptz',
    marks: 'json',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  indexes: ['at', 'message', 'model'],
  keysOf: ({ event }) =>
    event.session !== '-' && event.kind === 'model.called'
      ? [event.data.nativeMessage ?? event.data.nativeRequest ?? event.id]
      : [],
  evolve,
};

function evolve(before: UsageRow | undefined, arranged: ArrangedEvent, key: string): UsageRow {
  const { event, at, order, position } = arranged;
  if (event.kind !== 'model.called') throw new Error(`${event.kind} is not an answer of a model`);
  const row = before === undefined ? firstRow(arranged, key) : { ...before };
  const { data } = event;
  if (order < row.orderKey) [row.orderKey, row.position] = [order, position];
  row.at = earlier(row.at, at);
  if (wins(row, 'about', order)) {
    row.model = data.model;
    row.project = event.project;
  }
  if (event.harness !== undefined && wins(row, 'harness', order)) row.harness = event.harness;
  if (event.actor !== undefined && wins(row, 'actor', order)) row.actor = event.actor;
  if (event.agent !== undefined && wins(row, 'agent', order)) row.agent = event.agent;
  if (event.turn !== undefined && wins(row, 'turn', order)) row.turn = event.turn;
  if (data.nativeRequest !== undefined && wins(row, 'request', order)) row.request = data.nativeRequest;
  if (data.stopReason !== undefined && wins(row, 'stopReason', order)) row.stopReason = data.stopReason;
  if (data.serviceTier !== undefined && wins(row, 'serviceTier', order)) row.serviceTier = data.serviceTier;
  row.inputTokens = most(row.inputTokens, data.tokens.input);
  row.outputTokens = most(row.outputTokens, data.tokens.output);
  row.cacheReadTokens = most(row.cacheReadTokens, data.tokens.cacheRead);
  row.cacheWriteTokens = most(row.cacheWriteTokens, data.tokens.cacheWrite);
  row.reasoningTokens = most(row.reasoningTokens, data.tokens.reasoning);
  row.costUsd = most(row.costUsd, data.costUsd);
  row.durationMs = most(row.durationMs, data.durationMs);
  return row;
}

function firstRow({ event, at, order, position }: ArrangedEvent, message: string): UsageRow {
  return {
    session: event.session,
    message,
    request: null,
    project: event.project,
    harness: null,
    actor: null,
    model: null,
    agent: null,
    turn: null,
    inputTokens: null,
    outputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    costUsd: null,
    durationMs: null,
    stopReason: null,
    serviceTier: null,
    at,
    marks: {},
    orderKey: order,
    position,
  };
}
