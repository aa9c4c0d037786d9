import { projectPath } from '../../words/paths.ts';
import { asObject, contentText, countOf, listOf, numberOf, textOf } from '../../words/payload.ts';
import { rank } from '../../words/place.ts';
import { nth } from '../../words/table.ts';

import type { Teller } from '../teller.ts';
import { tellInjected } from './injected.ts';
import type { Row, RowHandler } from './row.ts';
import { endTurn, promptRow } from './turn.ts';

/** Notes of the harness between messages. */
export const systemRow: RowHandler = (row, teller) => {
  const subtype = textOf(row.payload, 'subtype') ?? 'unknown';
  if (row.agent !== 'main') return teller.ignore(`row(system ${subtype})`);
  if (subtype === 'stop_hook_summary') return endTurn(row, teller);
  if (subtype === 'turn_duration') {
    const { turn } = teller.state.record;
    if (turn?.running === true && turn.ends === 0) endTurn(row, teller);
    return;
  }
  if (subtype === 'compact_boundary') return holdCompaction(row, teller);
  if (subtype === 'api_error') return modelFailure(row, teller);
  teller.ignore(`row(system ${subtype})`);
};

function holdCompaction(row: Row, teller: Teller): void {
  tellCompaction(teller, undefined);
  const about = asObject(row.payload.compactMetadata);
  teller.state.record.boundary = {
    trigger: textOf(about, 'trigger') ?? 'unknown',
    tokensBefore: countOf(about, 'preTokens'),
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.notice, 'compacted'),
  };
}

/** Tells the compaction that waited for its summary. */
export function tellCompaction(teller: Teller, summary: string | undefined): void {
  const { record } = teller.state;
  const { boundary } = record;
  if (boundary === undefined) return;
  record.boundary = undefined;
  teller.tell({
    kind: 'session.compacted',
    identity: [teller.session, 'session.compacted', nth(record.counts, 'compacted')],
    timeMs: boundary.timeMs,
    sequence: boundary.sequence,
    turn: record.turn?.turn,
    data: { trigger: boundary.trigger, summary, tokensBefore: boundary.tokensBefore, tokensAfter: undefined },
  });
}

function modelFailure(row: Row, teller: Teller): void {
  const error = asObject(row.payload.error);
  teller.tell({
    kind: 'model.failed',
    identity: ['model.failed', row.uuid ?? `${teller.session}:${row.source.ordinal}`],
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.notice, 'failed'),
    turn: row.turn,
    authority: 'record',
    data: {
      model: undefined,
      error: textOf(error, 'message') ?? textOf(row.payload, 'error') ?? textOf(row.payload, 'content') ?? 'unknown',
      details: undefined,
      attempt: countOf(row.payload, 'retryAttempt'),
    },
  });
}

export const attachmentRow: RowHandler = (row, teller) => {
  const attachment = asObject(row.payload.attachment);
  const type = textOf(attachment, 'type') ?? 'unknown';
  if (type === 'queued_command' && row.agent === 'main') {
    const text = contentText(attachment?.prompt);
    if (text.trim() !== '') promptRow(row, teller, text);
    return;
  }
  if (type === 'instructions' && row.agent === 'main') {
    for (const item of listOf(attachment, 'files')) instructions(row, teller, item);
    return;
  }
  teller.ignore(`row(attachment ${type})`);
  if (type === 'hook_success' || type === 'hook_additional_context') tellInjected(row, teller, attachment);
};

function instructions(row: Row, teller: Teller, item: unknown): void {
  const file = asObject(item);
  const given = textOf(file, 'path');
  if (given === undefined) return;
  const path = projectPath(given, row.places.root, row.places.cwd);
  teller.tell({
    kind: 'instructions.loaded',
    identity: [teller.session, 'instructions.loaded', path, nth(teller.state.record.counts, `instructions:${path}`)],
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.notice, path),
    turn: row.turn,
    subject: path,
    data: { path, scope: textOf(file, 'type')?.toLowerCase(), reason: undefined, content: textOf(file, 'content') },
  });
}

/** Written when a process leaves the session: what it had cost. Results of what it stopped may still follow. */
export const costRow: RowHandler = (row, teller) => {
  teller.state.record.left = true;
  const totalUsd = numberOf(row.payload, 'totalCostUSD');
  if (totalUsd === undefined || totalUsd < 0) return;
  const byModel = Object.fromEntries(
    Object.entries(asObject(row.payload.modelUsage) ?? {}).flatMap(([model, usage]) => {
      const cost = numberOf(asObject(usage), 'costUSD');
      return cost === undefined || cost < 0 ? [] : [[model, cost]];
    }),
  );
  teller.tell({
    kind: 'cost.reported',
    identity: [teller.session, 'cost.reported', numberOf(row.payload, 'startTime') ?? 0, totalUsd],
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.sessionEnd, 'cost'),
    authority: 'record',
    data: { totalUsd, byModel: Object.keys(byModel).length > 0 ? byModel : undefined },
  });
};

export const titleRow: RowHandler = (row, teller) => {
  const title = ['customTitle', 'aiTitle', 'title', 'summary'].map((key) => textOf(row.payload, key)).find(Boolean);
  if (title === undefined) return;
  teller.tell({
    kind: 'session.titled',
    identity: [teller.session, 'session.titled', title],
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.notice, title),
    authority: 'record',
    data: { title },
  });
};
