import type { McpTool } from '../../words/mcp-name.ts';
import { asObject, contentText, type Payload, textOf } from '../../words/payload.ts';
import { nth } from '../../words/table.ts';
import { type Call, tellAbandoned, tellEnd, tellStart } from '../calls.ts';
import { mcpOfName } from '../effects.ts';
import type { Teller } from '../names.ts';
import { type CallEnd, endOf } from '../outcome.ts';
import { findRecorded, openCall, pairingKey } from '../pairing.ts';
import { limits, type PendingCall, remember } from '../state.ts';
import type { Heard } from './translate.ts';

/** A call begins. It waits for the record, which knows its id, or is told at once where no record can be read. */
export function takeBeforeTool(teller: Teller, { payload, ms, recordAvailable }: Heard): void {
  const { state } = teller;
  const tool = textOf(payload, 'tool_name') ?? 'unknown';
  const key = pairingKey(tool, payload.tool_input);
  if (recordAvailable) {
    const id = findRecorded(state, 'before', key, ms);
    if (id !== undefined) {
      teller.note(id);
      return;
    }
  }
  const pending = pendingOf(payload, tool, key, { beforeMs: ms, turn: state.hookTurn });
  if (!recordAvailable) {
    pending.told = occurrence(teller, key);
    tellStart(teller, callOf(pending), ms);
  }
  remember(state.pending, pending, limits.pending);
}

export function takeAfterTool(teller: Teller, { payload, ms, recordAvailable }: Heard): void {
  const { state } = teller;
  const tool = textOf(payload, 'tool_name') ?? 'unknown';
  const key = pairingKey(tool, payload.tool_input);
  const open = openCall(state, key);
  if (open === undefined) {
    if (recordAvailable && findRecorded(state, 'after', key, ms) !== undefined) return;
    const pending = { ...pendingOf(payload, tool, key, { turn: state.hookTurn }), afterMs: ms };
    pending.response = responseOf(payload);
    if (recordAvailable) remember(state.pending, pending, limits.pending);
    else tellPending(teller, pending, undefined);
    return;
  }
  open.afterMs = ms;
  open.response = responseOf(payload);
  if (open.told !== undefined) {
    state.pending.splice(state.pending.indexOf(open), 1);
    tellEnd(teller, callOf(open), endOfResponse(open), displayOf(open), ms);
  }
}

/** What closes a call that nobody saw the end of. */
export type ClosedBy = 'prompt' | 'turn' | 'session' | 'resume' | 'time';

/** Where no record can be read, calls that are still open are given up. Else the record will say what became of them. */
export function closePending(teller: Teller, closedBy: ClosedBy, { ms }: Pick<Heard, 'ms'>): void {
  const { state } = teller;
  const told = state.pending.filter(({ told: id }) => id !== undefined);
  if (told.length === 0) return;
  state.pending = state.pending.filter(({ told: id }) => id === undefined);
  for (const call of told) tellAbandoned(teller, callOf(call), { outcome: 'unknown', closedBy }, ms);
}

/** Tells a call that hooks alone know. Without its end it is given up, at that time. */
export function tellPending(
  teller: Teller,
  call: PendingCall,
  without: { readonly closedBy: ClosedBy; readonly ms: number } | undefined,
): void {
  const told = { ...call, told: call.told ?? occurrence(teller, call.key) };
  const beganMs = call.beforeMs ?? call.afterMs ?? 0;
  if (call.told === undefined) tellStart(teller, callOf(told), beganMs);
  if (call.afterMs !== undefined) {
    tellEnd(teller, callOf(told), endOfResponse(call), displayOf(call), call.afterMs);
  } else if (without !== undefined) {
    const { closedBy, ms } = without;
    tellAbandoned(teller, callOf(told), { outcome: 'unknown', closedBy }, Math.max(ms, beganMs));
  }
}

/** The id of a call that nothing names: the n-th of its tool and input. */
function occurrence({ state }: Teller, key: string): string {
  return `${key.replace(':', '__')}_${nth(state.counts, `call ${key}`)}`;
}

function pendingOf(
  payload: Payload,
  tool: string,
  key: string,
  more: Pick<PendingCall, 'beforeMs' | 'turn'>,
): PendingCall {
  const mcp = asObject(payload.mcp_context);
  const mcpServer = textOf(mcp, 'server_name');
  const mcpTool = textOf(mcp, 'tool_name');
  return { key, tool, input: payload.tool_input, ...more, mcpServer, mcpTool };
}

function callOf({ told, tool, input, turn, mcpServer, mcpTool }: PendingCall): Call {
  const mcp: McpTool | undefined =
    mcpServer !== undefined && mcpTool !== undefined ? { server: mcpServer, tool: mcpTool } : mcpOfName(tool);
  return { id: told ?? '', tool, input, agent: 'main', turn, mcp };
}

/** What is kept of a result: a terminal's screen, cell by cell, is not. */
function responseOf(payload: Payload): unknown {
  const response = asObject(payload.tool_response);
  if (response === undefined) return undefined;
  const { returnDisplay, ...rest } = response;
  return Array.isArray(returnDisplay) ? rest : response;
}

function displayOf({ response }: PendingCall): unknown {
  return asObject(response)?.returnDisplay;
}

/** What went wrong with a call, as its events say it; undefined where nothing did. */
export function errorOfAfterTool(payload: Payload): string | undefined {
  const end = endOfResponse({ tool: textOf(payload, 'tool_name') ?? '', response: responseOf(payload) });
  return end.how === 'failed' ? end.error : undefined;
}

function endOfResponse({ tool, response }: Pick<PendingCall, 'tool' | 'response'>): CallEnd {
  const given = asObject(response);
  const error = given?.error;
  const message = error === undefined ? undefined : (textOf(asObject(error), 'message') ?? JSON.stringify(error));
  const text = message ?? contentText(given?.llmContent);
  return endOf({ tool, status: message === undefined ? 'success' : 'error', text, display: given?.returnDisplay });
}
