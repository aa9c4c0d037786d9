import type { ServerResponse } from 'node:http';
import { asksForSummary, type MessagesRequest, placeInScript } from './place-in-script.ts';
import type { Reply, Scripts, Usage } from './reply.ts';
import { type Incoming, serve } from './serve.ts';
import { type Answer, streamReply } from './stream-reply.ts';

/** What the model said, and to whom: the truth that the bus is compared with. */
export interface Served {
  readonly script: string;
  readonly step: number;
  /** The harness's id of the subagent that asked; absent for the main thread. */
  readonly agent?: string;
  readonly parentAgent?: string;
  readonly session: string;
  readonly message: string;
  readonly model: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly tools: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly usage: Usage;
  readonly request: MessagesRequest;
  readonly atMs: number;
}

/** A messages API on loopback that knows only its scripts. */
export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  /** Adds scripts; a name it knows is replaced. */
  learn(scripts: Scripts): void;
  /** Calls this whenever it was asked something of a script, before it answers: nothing of the harness runs then. */
  beforeEachAnswer(look: () => void): void;
  /** Answers to a session in the order they were given, without errors and side requests. */
  servedTo(session: string): readonly Served[];
  /** The same of one script, of whatever session. */
  servedFor(script: string): readonly Served[];
  /** Requests answered with an error. */
  readonly errors: readonly { readonly script: string; readonly status: number }[];
  /** Paths asked for that are not of the messages API. */
  readonly strays: readonly string[];
}

const summary = '<analysis>Nothing to add.</analysis>\n<summary>Some tools were tried.</summary>';

export async function startScriptedModel(): Promise<ScriptedModel> {
  const scripts: Record<string, readonly Reply[]> = {};
  const served: Served[] = [];
  const errors: { script: string; status: number }[] = [];
  const strays: string[] = [];
  let answers = 0;
  let look = () => {};

  const answer = (request: MessagesRequest, incoming: Incoming, response: ServerResponse) => {
    answers += 1;
    const usage = usageOf(answers);
    const message = `msg_${String(answers).padStart(6, '0')}${Date.now().toString(36)}`;
    const place = placeInScript(request);
    const side = sideAnswer(request);
    if (side !== undefined || place === undefined) {
      const text = side ?? 'Nothing of this is in a script.';
      const content = [{ type: 'text' as const, text }];
      return give(request, response, { id: message, model: request.model, content, stopReason: 'end_turn', usage });
    }
    const reply = scripts[place.script]?.[place.step] ?? { text: 'That was all.' };
    if (reply.error) {
      errors.push({ script: place.script, status: reply.error.status });
      return refuse(response, reply.error);
    }
    look();
    const tools = (reply.tools ?? []).map((tool, index) => ({ id: `toolu_${message}_${index}`, ...tool }));
    const own: Usage = reply.inputTokens === undefined ? usage : { ...usage, input_tokens: reply.inputTokens };
    const agent = header(incoming, 'x-claude-code-agent-id');
    const parentAgent = header(incoming, 'x-claude-code-parent-agent-id');
    served.push({
      ...place,
      ...(agent && { agent }),
      ...(parentAgent && { parentAgent }),
      session: header(incoming, 'x-claude-code-session-id') ?? '',
      message,
      model: request.model,
      ...(reply.text !== undefined && { text: reply.text }),
      ...(reply.thinking !== undefined && { thinking: reply.thinking }),
      tools,
      usage: own,
      request,
      atMs: performance.now(),
    });
    give(request, response, answerOf(reply, { id: message, model: request.model, tools, usage: own }));
  };

  const server = await serve((incoming, response) => {
    const { method, path, text } = incoming;
    if (path === '/v1/messages') return answer(JSON.parse(text), incoming, response);
    strays.push(`${method} ${path}`);
    refuse(response, { status: 404, type: 'not_found_error', message: `no script for ${path}` });
  });
  return {
    ...server,
    learn: (more) => void Object.assign(scripts, more),
    beforeEachAnswer: (given) => {
      look = given;
    },
    servedTo: (session) => served.filter((one) => one.session === session),
    servedFor: (script) => served.filter((one) => one.script === script),
    errors,
    strays,
  };
}

function answerOf(
  { thinking, text }: Reply,
  { id, model, tools, usage }: Pick<Served, 'model' | 'tools' | 'usage'> & { id: string },
): Answer {
  return {
    id,
    model,
    usage,
    stopReason: tools.length > 0 ? 'tool_use' : 'end_turn',
    content: [
      ...(thinking === undefined ? [] : [{ type: 'thinking' as const, thinking }]),
      ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
      ...tools.map((tool) => ({ type: 'tool_use' as const, ...tool })),
    ],
  };
}

/** What the harness asks beside the conversation: a title, a summary. Undefined when it is the conversation. */
function sideAnswer(request: MessagesRequest): string | undefined {
  if (asksForSummary(request)) return summary;
  return (request.tools ?? []).length === 0 ? JSON.stringify({ title: 'A scripted session' }) : undefined;
}

function usageOf(answer: number): Usage {
  return {
    input_tokens: 1000 + answer,
    output_tokens: 100 + 3 * answer,
    cache_read_input_tokens: 5000 + 7 * answer,
    cache_creation_input_tokens: 200 + 11 * answer,
  };
}

function give(request: MessagesRequest, response: ServerResponse, answer: Answer): void {
  if (request.stream) {
    streamReply(response, answer);
    return;
  }
  const { id, model, content, stopReason, usage } = answer;
  response.writeHead(200, { 'content-type': 'application/json', 'request-id': `req_${id}` });
  response.end(
    JSON.stringify({ id, model, content, usage, type: 'message', role: 'assistant', stop_reason: stopReason }),
  );
}

function refuse(response: ServerResponse, { status, type, message }: NonNullable<Reply['error']>): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ type: 'error', error: { type, message } }));
}

function header(incoming: Incoming, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
