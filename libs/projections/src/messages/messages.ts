import type { Text } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';

/** Something that was said: a prompt (role `user`), or what the agent or the harness answered. */
export interface MessageRow {
  session: string;
  /** The id of its event. */
  message: string;
  role: 'user' | 'assistant' | 'system' | 'subagent';
  /** For prompts: who wrote it. */
  by: string | null;
  agent: string | null;
  turn: string | null;
  text: Text | null;
  thinking: Text | null;
  nativeMessage: string | null;
  model: string | null;
  stopReason: string | null;
  at: string;
  orderKey: string;
  position: number;
}

export const messages: Projection<MessageRow> = {
  name: 'messages',
  version: 1,
  key: 'message',
  columns: {
    session: 'text',
    message: 'text',
    role: 'text',
    by: 'text',
    agent: 'text',
    turn: 'text',
    text: 'json',
    thinking: 'json',
    nativeMessage: 'text',
    model: 'text',
    stopReason: 'text',
    at: 'timestamptz',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  rowPerEvent: true,
  keysOf: ({ event }) =>
    event.session !== '-' && (event.kind === 'message.sent' || event.kind === 'prompt.submitted') ? [event.id] : [],
  evolve,
};

function evolve(_: MessageRow | undefined, { event, at, order, position }: ArrangedEvent): MessageRow {
  const common = {
    session: event.session,
    message: event.id,
    agent: event.agent ?? null,
    at,
    orderKey: order,
    position,
  };
  if (event.kind === 'prompt.submitted') {
    return {
      ...common,
      role: 'user',
      by: event.data.by,
      turn: event.turn ?? event.id,
      text: event.data.text,
      thinking: null,
      nativeMessage: null,
      model: null,
      stopReason: null,
    };
  }
  if (event.kind !== 'message.sent') throw new Error(`${event.kind} is not a message`);
  const { role, text, thinking, nativeMessage, model, stopReason } = event.data;
  return {
    ...common,
    role,
    by: null,
    turn: event.turn ?? null,
    text: text ?? null,
    thinking: thinking ?? null,
    nativeMessage: nativeMessage ?? null,
    model: model ?? null,
    stopReason: stopReason ?? null,
  };
}
