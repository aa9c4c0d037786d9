import type { ServerResponse } from 'node:http';
import type { Usage } from './reply.ts';

type Content =
  | { readonly type: 'thinking'; readonly thinking: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown };

/** A whole answer, before it is cut into events. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly content: readonly Content[];
  readonly stopReason: 'tool_use' | 'end_turn';
  readonly usage: Usage;
}

/** Sends an answer as server-sent events. The number of output tokens is known at the end only, as in reality. */
export function streamReply(response: ServerResponse, { id, model, content, stopReason, usage }: Answer): void {
  const send = (type: string, fields: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_${id}` });
  send('message_start', {
    message: {
      id,
      model,
      type: 'message',
      role: 'assistant',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...usage, output_tokens: 1 },
    },
  });
  for (const [index, block] of content.entries()) {
    const [start, ...deltas] = piecesOf(block);
    send('content_block_start', { index, content_block: start });
    for (const delta of deltas) send('content_block_delta', { index, delta });
    send('content_block_stop', { index });
  }
  send('message_delta', { delta: { stop_reason: stopReason, stop_sequence: null }, usage });
  send('message_stop', {});
  response.end();
}

function piecesOf(block: Content): readonly object[] {
  switch (block.type) {
    case 'thinking':
      return [
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'thinking_delta', thinking: block.thinking },
        { type: 'signature_delta', signature: 'bm90IHNpZ25lZA==' },
      ];
    case 'text':
      return [{ type: 'text', text: '' }, ...halves(block.text).map((text) => ({ type: 'text_delta', text }))];
    case 'tool_use':
      return [
        { ...block, input: {} },
        ...halves(JSON.stringify(block.input)).map((part) => ({ type: 'input_json_delta', partial_json: part })),
      ];
  }
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
