import type { DataOf, Effect } from '@hookline/schemas';
import { failureOf } from '../../telling/calls.ts';
import { withoutAppended } from '../../words/echo.ts';
import { asObject, type Payload, textOf, tokenOf, withoutFields } from '../../words/payload.ts';
import { rank } from '../../words/place.ts';
import { keep } from '../../words/table.ts';
import { timeIn } from '../item.ts';
import type { Scene } from '../scene.ts';
import { type KnownCall, type KnownMessage, whoAnswers } from '../state.ts';
import { effectsOf, mcpOf, shellTool, spawningTool } from '../tools.ts';
import { agentEnded, agentSpawned } from './agents.ts';
import { callTouchedFiles } from './files.ts';
import { planUpdated } from './plans.ts';

const callsMax = 300;
const ownersMax = 2_000;

/** A call, as one part of a message: pending, running, then completed or error. */
export function callPart(scene: Scene, id: string, message: KnownMessage, part: Payload, messageId: string): void {
  const state = asObject(part.state);
  const status = state?.status;
  if (state === undefined || status === 'pending' || tokenOf(part, 'callID') === undefined) return;
  if (status === 'running') {
    const call = startCall(scene, id, messageId, message, part, state);
    if (call.tool === spawningTool) agentSpawned(scene, call, state);
    return;
  }
  if (status !== 'completed' && status !== 'error') return;
  const call = startCall(scene, id, messageId, message, part, state);
  if (call.tool === spawningTool) agentSpawned(scene, call, state);
  endCall(scene, id, call, message, part, state);
}

/** Names a call: the provider's id, unless another part of this session has it already. */
function nameOf(scene: Scene, id: string, nativeCall: string): string {
  const { callOwners } = scene.teller.state;
  if (!(nativeCall in callOwners)) keep(callOwners, nativeCall, id, ownersMax);
  return callOwners[nativeCall] === id ? nativeCall : `${nativeCall}#${id}`;
}

function startCall(
  scene: Scene,
  id: string,
  messageId: string,
  message: KnownMessage,
  part: Payload,
  state: Payload,
): KnownCall {
  const { lane, item } = scene;
  const known = lane.calls[id];
  if (known !== undefined) return known;
  const nativeCall = tokenOf(part, 'callID')!;
  const input = asObject(state.input) ?? {};
  const isInvalid = part.tool === 'invalid';
  const tool = (isInvalid ? tokenOf(input, 'tool') : tokenOf(part, 'tool')) ?? 'unknown';
  const call: KnownCall = {
    call: nameOf(scene, id, nativeCall),
    nativeCall,
    session: item.session,
    message: messageId,
    tool,
    effects: effectsOf(tool, isInvalid ? {} : input, scene.places()),
    turn: message.turn,
    startMs: timeIn(asObject(state.time), 'start'),
    open: true,
  };
  keep(lane.calls, id, call, callsMax);
  scene.tell({
    kind: 'tool.started',
    identity: ['call', call.call, 'start'],
    rank: rank.start,
    timeMs: call.startMs,
    turn: call.turn,
    subject: subjectOf(call.effects),
    data: { ...fieldsOf(call), input: isInvalid ? {} : input, description: textOf(input, 'description') },
  });
  return call;
}

function endCall(
  scene: Scene,
  id: string,
  call: KnownCall,
  message: KnownMessage,
  part: Payload,
  state: Payload,
): void {
  if (!call.open) return;
  call.open = false;
  const time = asObject(state.time);
  const endMs = timeIn(time, 'end') ?? scene.item.atMs;
  const took = call.startMs === undefined ? undefined : endMs - call.startMs;
  const said = { rank: rank.end, timeMs: endMs, turn: call.turn, subject: subjectOf(call.effects) };
  const end = { ...said, identity: ['call', call.call, 'end'] };
  const common = {
    ...fieldsOf(call),
    durationMs: took !== undefined && took >= 0 ? took : undefined,
    native: nativePart(part, state),
  };
  message.lastMs = endMs;
  scene.note(`call:${call.nativeCall}`);
  const outcome = outcomeOf(part, state);
  switch (outcome.is) {
    case 'interrupted': {
      const data = {
        ...fieldsOf(call),
        outcome: 'interrupted' as const,
        closedBy: 'turn' as const,
        native: common.native,
      };
      scene.tell({ kind: 'tool.abandoned', ...said, identity: ['call', call.call, 'abandoned'], data });
      break;
    }
    case 'denied': {
      const { deciders } = scene.teller.state;
      // The table may tell of the refusal before the plugin's answer arrives.
      const by: DataOf<'tool.denied'>['by'] =
        outcome.by ?? deciders[`${call.message} ${call.nativeCall}`] ?? whoAnswers(scene.teller.state) ?? 'unknown';
      const data = { ...fieldsOf(call), outcome: 'denied' as const, by, reason: outcome.error, native: common.native };
      scene.tell({ kind: 'tool.denied', ...end, data });
      break;
    }
    case 'failed':
      scene.tell({
        kind: 'tool.failed',
        ...end,
        data: { ...common, ...failureOf(outcome) },
      });
      break;
    case 'ok':
      scene.tell({
        kind: 'tool.finished',
        ...end,
        data: {
          ...common,
          outcome: 'ok',
          output: typeof state.output === 'string' ? withoutAppended(state.output) : state.output,
          exitCode: outcome.exitCode,
          spawned: call.tool === spawningTool ? tokenOf(asObject(state.metadata), 'sessionId') : undefined,
        },
      });
      callTouchedFiles(scene, id, call, message, state, endMs);
      if (call.tool === 'todowrite') planUpdated(scene, id, call, state);
  }
  if (call.tool === spawningTool) agentEnded(scene, call, state, outcome.is, endMs);
}

type Ending =
  | { readonly is: 'ok'; readonly exitCode?: number | undefined }
  | { readonly is: 'interrupted' }
  | { readonly is: 'denied'; readonly error: string; readonly by?: 'rule' | 'person' | undefined }
  | { readonly is: 'failed'; readonly stage: 'ran' | 'invalid'; readonly error: string; readonly exitCode?: number };

function outcomeOf(part: Payload, state: Payload): Ending {
  const error = textOf(state, 'error') ?? 'unknown error';
  if (state.status === 'error') {
    if (/^Tool execution aborted/.test(error)) return { is: 'interrupted' };
    if (/^The user has specified a rule which prevents/.test(error)) return { is: 'denied', error, by: 'rule' };
    if (/^The user rejected permission/.test(error)) {
      return { is: 'denied', error, by: error.includes('with the following feedback') ? 'person' : undefined };
    }
    const never = /unavailable tool|was called with invalid arguments|invalid tool/i.test(error.slice(0, 300));
    return { is: 'failed', stage: never ? 'invalid' : 'ran', error };
  }
  const output = withoutAppended(textOf(state, 'output') ?? '');
  if (part.tool === 'invalid') {
    return { is: 'failed', stage: 'invalid', error: textOf(asObject(state.input), 'error') ?? output };
  }
  if (part.tool !== shellTool) return { is: 'ok' };
  const exit = asObject(state.metadata)?.exit;
  if (typeof exit === 'number' && Number.isSafeInteger(exit)) {
    return exit === 0 ? { is: 'ok', exitCode: 0 } : { is: 'failed', stage: 'ran', error: output, exitCode: exit };
  }
  if (output.includes('User aborted the command')) return { is: 'interrupted' };
  return exit === null ? { is: 'failed', stage: 'ran', error: output } : { is: 'ok' };
}

/** Closes calls whose end nobody will see any more. */
export function abandonCalls(
  scene: Scene,
  isMeant: (call: KnownCall) => boolean,
  closedBy: 'prompt' | 'session' | 'time',
): void {
  for (const call of Object.values(scene.lane.calls)) {
    if (!call.open || !isMeant(call)) continue;
    call.open = false;
    scene.tell({
      kind: 'tool.abandoned',
      identity: ['call', call.call, 'abandoned'],
      rank: rank.session - 1,
      session: call.session,
      turn: call.turn,
      subject: subjectOf(call.effects),
      data: { ...fieldsOf(call), outcome: 'unknown', closedBy },
    });
  }
}

function fieldsOf({ call, nativeCall, tool, effects }: KnownCall) {
  return { call, nativeCall, tool, mcpServer: mcpOf(tool)?.server, effects };
}

function subjectOf(effects: readonly Effect[]): string | undefined {
  return effects[0]?.object;
}

const toldPart = ['id', 'sessionID', 'messageID', 'type', 'callID', 'tool', 'state'];
const toldState = ['status', 'input', 'output', 'error', 'time', 'metadata', 'raw', 'title'];
/** What events say in fields of their own, or what repeats the output. */
const toldMetadata = [
  'output',
  'exit',
  'preview',
  'display',
  'diff',
  'filediff',
  'filepath',
  'exists',
  'files',
  'todos',
];
const dullMetadata = [
  'truncated',
  'loaded',
  'diagnostics',
  'parentSessionId',
  'sessionId',
  'description',
  'matches',
  'count',
];

function nativePart(part: Payload, state: Payload): Record<string, unknown> | undefined {
  const metadata = asObject(state.metadata);
  const more = metadata && withoutFields(metadata, [...toldMetadata, ...dullMetadata]);
  const rest = {
    ...withoutFields(part, toldPart),
    ...withoutFields(state, toldState),
    ...(more && { metadata: more }),
  };
  return Object.keys(rest).length > 0 ? rest : undefined;
}
