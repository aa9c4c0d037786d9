import { stripEcho } from '@hookline/harnesses';
import { type BusEvent, type EventOf, orderOf, type RecordedEvent, readEvent, type Text } from '@hookline/schemas';
import { wellFormed } from '../well-formed.ts';
import type { Fact, FactBody, FactEffect, FactPlace } from './fact.ts';
import { instructionLines } from './instruction-lines.ts';
import { plainText } from './plain-text.ts';
import { timeOf } from './time-of.ts';

/** Raise it when facts are cut differently: everything is read from the log again. */
export const factVersion = 1;

const promptLengthMax = 4_000;
const saidLengthMax = 2_000;
const outputLengthMax = 4_000;
const commandLengthMax = 4_000;
const pathLengthMax = 1_000;
const effectsMax = 30;
const filesMax = 200;

/**
 * What an event tells a deriver; undefined for events that tell nothing. Our own words, where an agent or a tool repeated
 * them, are taken out first: nothing may be learnt from what we said ourselves.
 */
export function factOf({ position, event }: RecordedEvent): Fact | undefined {
  const read = readEvent(event);
  const body = read && bodyOf(read);
  if (read === undefined || body === undefined) return undefined;
  const session = sessionNamed(read);
  if (session === undefined) return undefined;
  const place: FactPlace = {
    eventId: read.id,
    position,
    session,
    project: read.project,
    ...(read.actor !== undefined && { actor: read.actor }),
    time: timeOf(read.time),
    order: orderOf(read),
    agent: read.agent ?? 'main',
    ...(read.turn !== undefined && { turn: read.turn }),
  };
  return wellFormed<Fact>({ ...place, ...body });
}

/** What a person remembers outside of every session counts as said in one of its own. */
function sessionNamed({ kind, id, session }: BusEvent): string | undefined {
  if (session !== '-') return session;
  return kind === 'memory.remembered' ? `remembered:${id}` : undefined;
}

function bodyOf(event: BusEvent): FactBody | undefined {
  switch (event.kind) {
    case 'session.started':
    case 'session.resumed':
    case 'session.ended':
    case 'session.compacted':
      return sessionOf(event);
    case 'prompt.submitted':
      return { type: 'prompt', by: event.data.by, text: cut(event.data.text, promptLengthMax) };
    case 'message.sent':
      if (event.data.text === undefined) return undefined;
      return { type: 'said', role: event.data.role, text: cut(event.data.text, saidLengthMax) };
    case 'turn.ended':
      return { type: 'turn-ended', outcome: 'ended' };
    case 'turn.failed':
      return { type: 'turn-ended', outcome: 'failed' };
    case 'turn.interrupted':
      return { type: 'turn-ended', outcome: 'interrupted' };
    case 'tool.started':
      return {
        type: 'call-started',
        ...callOf(event),
        ...(event.data.description !== undefined && { description: event.data.description.slice(0, 300) }),
      };
    case 'tool.finished':
    case 'tool.failed':
    case 'tool.denied':
    case 'tool.abandoned':
      return endOf(event);
    case 'file.read':
      return { type: 'read', path: pathOf(event.data.path), ...named(event.data) };
    case 'file.written':
      return writtenOf(event);
    case 'permission.decided': {
      const { tool, decision, by, reason } = event.data;
      return {
        type: 'permission',
        tool,
        decision,
        by,
        ...named(event.data),
        ...(reason !== undefined && { reason: cut(reason, saidLengthMax) }),
      };
    }
    case 'commit.made':
      return {
        type: 'commit',
        commit: event.data.commit,
        message: event.data.message === undefined ? '' : cut(event.data.message, saidLengthMax),
        files: (event.data.files ?? []).slice(0, filesMax).map(({ path }) => pathOf(path)),
        automatic: event.data.automatic === true,
      };
    case 'pr.opened':
      return pullOf('opened', event.data);
    case 'pr.merged':
      return pullOf('merged', event.data);
    case 'pr.closed':
      return pullOf('closed', event.data);
    case 'model.called': {
      const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = event.data.tokens;
      return { type: 'used', input: input + cacheRead + cacheWrite, output };
    }
    case 'memory.injected': {
      const { surface, memories, tokens, heldOut, about, call } = event.data;
      return {
        type: 'injected',
        surface,
        memories: memories.slice(0, 100),
        tokens,
        heldOut: heldOut === true,
        ...(about !== undefined && { about: about.slice(0, pathLengthMax) }),
        ...named({ call }),
      };
    }
    case 'memory.remembered': {
      const { native: _, ...data } = event.data;
      return { type: 'remembered', ...data };
    }
    case 'memory.extracted': {
      const { extraction, model, to, items, tokens } = event.data;
      return { type: 'extracted', extraction, model, to, tokens: tokens.input + tokens.output, items };
    }
    default:
      return undefined;
  }
}

function sessionOf(
  event:
    | EventOf<'session.started'>
    | EventOf<'session.resumed'>
    | EventOf<'session.ended'>
    | EventOf<'session.compacted'>,
): FactBody {
  const branch = event.kind === 'session.started' ? event.data.branch : undefined;
  const model = event.kind === 'session.started' ? event.data.model : undefined;
  const root = event.kind === 'session.started' ? (event.data.project?.root ?? event.data.cwd) : undefined;
  return {
    type: 'session',
    what: event.kind.slice('session.'.length) as 'started' | 'resumed' | 'ended' | 'compacted',
    ...(event.harness !== undefined && { harness: event.harness }),
    ...(event.harnessversion !== undefined && { harnessVersion: event.harnessversion }),
    ...(branch !== undefined && { branch }),
    ...(model !== undefined && { model }),
    ...(root !== undefined && { root: pathOf(root) }),
  };
}

type Ended = EventOf<'tool.finished'> | EventOf<'tool.failed'> | EventOf<'tool.denied'> | EventOf<'tool.abandoned'>;

function callOf({ data }: Ended | EventOf<'tool.started'>) {
  return {
    call: data.call,
    tool: data.tool,
    ...(data.mcpServer !== undefined && { mcpServer: data.mcpServer }),
    effects: data.effects.slice(0, effectsMax).map(effectOf),
  };
}

function effectOf({
  type,
  object,
  program,
}: FactEffect | { type: string; object?: string | undefined; program?: string | undefined }): FactEffect {
  return {
    type,
    ...(object !== undefined && { object: object.slice(0, commandLengthMax) }),
    ...(program !== undefined && { program }),
  };
}

function endOf(event: Ended): FactBody {
  const call = { type: 'call-ended', ...callOf(event) } as const;
  switch (event.kind) {
    case 'tool.finished': {
      const { durationMs, exitCode, background, output, effects } = event.data;
      const isShell = effects.some(({ type }) => type === 'process.exec');
      const text = isShell ? printed(output) : '';
      return {
        ...call,
        outcome: 'ok',
        ...(text !== '' && { text }),
        ...(durationMs !== undefined && { durationMs }),
        ...(exitCode !== undefined && { exitCode }),
        ...(background !== undefined && { background: true }),
      };
    }
    case 'tool.failed': {
      const { durationMs, exitCode, stage, error, errorSignature } = event.data;
      return {
        ...call,
        outcome: stage === 'ran' ? 'failed' : 'invalid',
        text: ends(plainText(error)),
        ...(errorSignature !== undefined && { signature: errorSignature }),
        ...(durationMs !== undefined && { durationMs }),
        ...(exitCode !== undefined && { exitCode }),
      };
    }
    case 'tool.denied':
      return {
        ...call,
        outcome: 'denied',
        by: event.data.by,
        ...(event.data.reason !== undefined && { reason: cut(event.data.reason, saidLengthMax) }),
      };
    case 'tool.abandoned':
      return { ...call, outcome: 'abandoned' };
  }
}

function writtenOf({ data }: EventOf<'file.written'>): FactBody {
  const { path, how, from, linesAdded, linesRemoved } = data;
  const instructions = instructionLines(data);
  return {
    type: 'wrote',
    path: pathOf(path),
    ...named(data),
    how,
    ...(from !== undefined && { from: pathOf(from) }),
    ...(linesAdded !== undefined && { linesAdded }),
    ...(linesRemoved !== undefined && { linesRemoved }),
    ...(instructions.length > 0 && { instructions }),
  };
}

function pullOf(
  what: 'opened' | 'merged' | 'closed',
  { repository, number, title }: { repository: string; number: number; title: string },
): FactBody {
  return { type: 'pull', what, repository, number, title: title.slice(0, 300) };
}

const named = ({ call }: { readonly call?: string | undefined }) => (call === undefined ? {} : { call });
const pathOf = (path: string) => path.slice(0, pathLengthMax);

function cut(text: Text, lengthMax: number): string {
  return plainText(text).slice(0, lengthMax);
}

/** What a shell printed, however its harness wraps that. */
function printed(output: unknown): string {
  if (typeof output === 'string') return ends(stripEcho(output));
  if (typeof output !== 'object' || output === null) return '';
  if ('body' in output && 'head' in output && 'tail' in output) return ends(plainText(output as Text));
  const parts = Object.entries(output).flatMap(([name, value]) =>
    ['stdout', 'stderr', 'output', 'text', 'content', 'aggregated_output', 'llmContent', 'returnDisplay'].includes(name)
      ? [printed(value)]
      : [],
  );
  if (Array.isArray(output)) parts.push(...output.slice(0, 20).map(printed));
  return ends(parts.filter((part) => part !== '').join('\n'));
}

/** Errors stand at the beginning or at the end of what is printed. */
function ends(text: string): string {
  if (text.length <= outputLengthMax) return text;
  return `${text.slice(0, outputLengthMax / 2)}\n…\n${text.slice(-outputLengthMax / 2)}`;
}
