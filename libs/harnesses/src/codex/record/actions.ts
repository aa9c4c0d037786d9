import { type CallEnd, type CallFacts, tellAbandoned, tellEnd, tellStart } from '../../telling/calls.ts';
import {
  asObject,
  contentText,
  countOf,
  type Payload,
  textOf,
  tokenOf,
  wholeOf,
  withoutFields,
} from '../../words/payload.ts';
import type { Place } from '../../words/place.ts';
import { rank } from '../../words/place.ts';
import { commandOf } from '../effects.ts';
import type { OpenCall } from '../state.ts';
import type { Teller } from '../teller.ts';
import { factsOf } from './calls.ts';
import { changedPaths, filesReadBy, filesWrittenBy, folderOf } from './files.ts';
import { placeOfRow, placesOf, type Row } from './row.ts';

/** What a finished item says of a call: as the model could have made it, and how it ended. */
interface Action {
  readonly tool: string;
  readonly input: unknown;
  readonly end: CallEnd | 'killed' | 'none';
  readonly fields: readonly string[];
}

/**
 * A call that the harness ran was completed. Calls that code made, and that no row began, are told with their start.
 * Answers false for an item that is no call.
 */
export function endAction(row: Row, teller: Teller, item: Payload, type: string): boolean {
  const call = tokenOf(item, 'id');
  const action = actionOf(item, type);
  if (action === undefined) return false;
  if (call === undefined) return true;
  const known = teller.state.calls[call];
  if (known?.background !== undefined) {
    endBackground(row, teller, call, known, item);
    return true;
  }
  const ended = known?.ended || teller.hasTold(teller.session, 'call', call, 'end');
  if (ended || teller.hasTold(teller.session, 'call', call, 'abandoned')) return true;
  // The output that the model is given ends it, and says more.
  if (action.end === 'none' && known !== undefined) return true;
  const facts = known === undefined ? startLate(row, teller, call, action, item) : { ...known, call };
  if (known !== undefined) teller.state.calls[call] = { ...known, ended: true };
  tellAction(row, teller, facts, action, item);
  return true;
}

function tellAction(row: Row, teller: Teller, facts: CallFacts, { end, fields }: Action, item: Payload): void {
  if (end === 'killed') {
    tellAbandoned(teller, facts, row.place, 'turn', 'interrupted');
    return;
  }
  const native = withoutFields(item, ['type', 'id', 'status', 'duration', ...fields]);
  const ended = tellEnd(teller, facts, row.place, end === 'none' ? { how: 'ok' } : end, {
    durationMs: durationOf(item),
    ...(native && { native }),
  });
  if (end === 'none' || end.how === 'denied') return;
  if (item.type === 'CommandExecution' || end.how === 'ok') noteHooked(row, teller, facts.call, item);
  if (end.how === 'ok') tellFiles(row, teller, facts, ended, item);
}

/** Notes a call whose end a hook must have seen too. */
function noteHooked(row: Row, teller: Teller, call: string, { type }: Payload): void {
  if (type === 'CommandExecution' || type === 'FileChange' || type === 'McpToolCall') teller.note(call, row.timeMs);
}

function actionOf(item: Payload, type: string): Action | undefined {
  const status = textOf(item, 'status');
  const denied = { how: 'denied' as const, by: 'person' as const };
  switch (type) {
    case 'CommandExecution': {
      const input = { cmd: commandOf(item) ?? '' };
      const fields = ['command', 'cwd', 'aggregated_output', 'exit_code', 'stdout', 'stderr', 'formatted_output'];
      return { tool: 'exec_command', input, fields, end: status === 'declined' ? denied : commandEnd(item) };
    }
    case 'FileChange': {
      const error = [textOf(item, 'stderr'), textOf(item, 'stdout')].filter(Boolean).join('\n');
      const end: CallEnd =
        status === 'declined'
          ? denied
          : status === 'failed'
            ? { how: 'failed', stage: 'ran', error }
            : { how: 'ok', output: textOf(item, 'stdout') };
      return { tool: 'apply_patch', input: changedPaths(item), fields: ['changes', 'stdout', 'stderr'], end };
    }
    case 'McpToolCall': {
      const tool = `mcp__${textOf(item, 'server') ?? ''}__${textOf(item, 'tool') ?? ''}`;
      const fields = ['server', 'tool', 'arguments', 'result', 'error'];
      return { tool, input: item.arguments ?? {}, fields, end: mcpEnd(item, status) };
    }
    case 'DynamicToolCall':
    case 'CollabAgentToolCall':
      return {
        tool: textOf(item, 'tool') ?? 'unknown',
        input: item.arguments ?? {},
        fields: Object.keys(item),
        end: 'none',
      };
    case 'WebSearch': {
      const input = { query: textOf(item, 'query') ?? '', action: item.action };
      return { tool: 'web_search', input, fields: ['query', 'action'], end: { how: 'ok' } };
    }
    case 'ImageView':
      return { tool: 'view_image', input: { path: item.path }, fields: ['path'], end: 'none' };
    case 'ImageGeneration':
      return { tool: 'image_generation', input: {}, fields: ['result'], end: { how: 'ok' } };
    default:
      return undefined;
  }
}

function commandEnd(item: Payload): CallEnd | 'killed' {
  const exitCode = wholeOf(item, 'exit_code');
  const output = typeof item.aggregated_output === 'string' ? item.aggregated_output : '';
  if (exitCode === -1) return 'killed';
  if (exitCode === 0 || (exitCode === undefined && item.status === 'completed')) return { how: 'ok', output, exitCode };
  return { how: 'failed', stage: 'ran', error: output, exitCode };
}

function mcpEnd(item: Payload, status: string | undefined): CallEnd {
  const result = asObject(item.result);
  if (status !== 'failed' && result?.isError !== true) return { how: 'ok', output: item.result };
  const error = textOf(asObject(item.error), 'message') ?? contentText(result?.content);
  return { how: 'failed', stage: 'ran', error };
}

/** Tells the start of a call that code made: no row says it, but the item says how long it took. */
function startLate(row: Row, teller: Teller, call: string, { tool, input }: Action, item: Payload): CallFacts {
  const facts = factsOf(row, teller, call, tool, input);
  const patched = tool === 'apply_patch' ? { effects: changeEffects(row, item) } : {};
  const began = { ...facts, ...patched };
  tellStart(teller, began, startPlace(row, item), { input });
  return began;
}

function changeEffects(row: Row, item: Payload): CallFacts['effects'] {
  return filesWrittenBy('', item, placesOf(row)).flatMap(({ path, from, how }) => [
    ...(from === undefined ? [] : [{ type: 'file.delete' as const, object: from }]),
    { type: how === 'delete' ? ('file.delete' as const) : ('file.write' as const), object: path },
  ]);
}

/** When the item began, never behind its end. */
function startPlace(row: Row, item: Payload): Place {
  const endedMs = countOf(row.payload, 'completed_at_ms') ?? row.timeMs;
  const startedMs = countOf(row.payload, 'started_at_ms') ?? endedMs;
  const timeMs = Math.min(row.timeMs, startedMs, endedMs - Math.round(durationOf(item) ?? 0));
  return placeOfRow(Math.max(0, timeMs), row.ordinal);
}

/** The statuses of a command that a signal ended, as shells say it, and as the harness says it of one it killed itself. */
const killedStatuses = new Set([-1, 130, 137, 143]);

function endBackground(row: Row, teller: Teller, call: string, known: OpenCall, item: Payload): void {
  delete teller.state.calls[call];
  const { background = '' } = known;
  const code = wholeOf(item, 'exit_code');
  const isKilled = code !== undefined && killedStatuses.has(code);
  const exitCode = code === -1 ? undefined : code;
  const identity = [teller.session, 'background.ended', call];
  // What is still running when the program ends is killed without a hook.
  if (row.thread.turn?.ended !== true && !teller.hasTold(...identity)) noteHooked(row, teller, call, item);
  teller.tell({
    kind: 'background.ended',
    identity,
    timeMs: row.timeMs,
    sequence: row.place.at(rank.background, ''),
    agent: known.agent,
    turn: known.turn,
    subject: background,
    data: {
      background,
      call,
      status: isKilled ? 'killed' : (textOf(item, 'status') ?? 'unknown'),
      outcome: isKilled ? 'interrupted' : exitCode === 0 ? 'ok' : 'failed',
      summary: textOf(item, 'aggregated_output'),
      exitCode,
    },
  });
}

function tellFiles(row: Row, teller: Teller, facts: CallFacts, causation: string, item: Payload): void {
  const { call, agent, turn } = facts;
  const about = { timeMs: row.timeMs, sequence: row.place.at(rank.file, ''), agent, turn, causation };
  const places = { ...placesOf(row), cwd: folderOf(item.cwd) ?? row.thread.cwd };
  for (const data of item.type === 'CommandExecution' ? filesReadBy(call, item, places) : []) {
    const identity = [teller.session, 'file.read', call, data.path];
    teller.tell({ ...about, kind: 'file.read', identity, subject: data.path, data });
  }
  for (const data of item.type === 'FileChange' ? filesWrittenBy(call, item, places) : []) {
    const identity = [teller.session, 'file.written', call, data.path];
    teller.tell({ ...about, kind: 'file.written', identity, subject: data.path, data });
  }
}

/** How long it took, in milliseconds. */
function durationOf(item: Payload): number | undefined {
  const duration = asObject(item.duration);
  const secs = countOf(duration, 'secs');
  return secs === undefined ? undefined : secs * 1_000 + (countOf(duration, 'nanos') ?? 0) / 1e6;
}
