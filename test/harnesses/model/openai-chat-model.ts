import type { ServerResponse } from 'node:http';
import { type ChatRequest, placeInChat, sideRequest } from './openai-chat-place.ts';
import { type ChatReply, type ChatScripts, type ChatUsage, usageOf } from './openai-chat-reply.ts';
import { sendChat, streamChat } from './openai-chat-stream.ts';
import { sendJson, serve } from './serve.ts';

/** What the model said: the truth that the bus is compared with. */
export interface ChatServed {
  readonly script: string;
  readonly step: number;
  /** The id of the completion, `chatcmpl-…`. */
  readonly completion: string;
  readonly model: string;
  readonly text?: string;
  readonly thinking?: string;
  /** Ids are unique in all sessions. */
  readonly tools: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly usage: ChatUsage;
  readonly request: ChatRequest;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly atMs: number;
}

/** A chat completions API on loopback that knows only its scripts. */
export interface ChatModel extends AsyncDisposable {
  /** Without `/v1`. */
  readonly url: string;
  /** Adds scripts; a name it knows is replaced. */
  learn(scripts: ChatScripts): void;
  /** Calls this whenever it was asked something of a script, before it answers. */
  beforeEachAnswer(look: () => void): void;
  /** Answers in the order they were given, without errors and side requests; of these scripts alone when any is named. */
  served(...scripts: readonly string[]): readonly ChatServed[];
  /** Requests for a title or a summary, whole. */
  readonly sides: readonly { readonly what: 'summary' | 'title'; readonly request: ChatRequest }[];
  /** Requests answered with an error. */
  readonly errors: readonly { readonly script: string; readonly status: number }[];
}

const sideTexts = { summary: 'Some tools were tried.', title: 'A scripted session' };

export async function startChatModel(): Promise<ChatModel> {
  const scripts: Record<string, readonly ChatReply[]> = {};
  const served: ChatServed[] = [];
  const sides: { what: 'summary' | 'title'; request: ChatRequest }[] = [];
  const errors: { script: string; status: number }[] = [];
  let answers = 0;
  let look = () => {};

  const answer = async (request: ChatRequest, headers: ChatServed['headers'], response: ServerResponse) => {
    answers += 1;
    const give = request.stream ? streamChat : sendChat;
    const id = `chatcmpl-${answers}-${Date.now().toString(36)}`;
    const common = { id, model: request.model, usage: usageOf(answers) };
    const what = sideRequest(request);
    const place = placeInChat(request);
    if (what !== undefined || place === undefined) {
      if (what !== undefined) sides.push({ what, request });
      const text = what === undefined ? 'Nothing of this is in a script.' : sideTexts[what];
      return give(response, { ...common, reply: { text }, calls: [] });
    }
    const reply = scripts[place.script]?.[place.step] ?? { text: 'That was all.' };
    const failures = errors.filter(({ script }) => script === place.script).length;
    if (reply.error && failures < (reply.error.times ?? Number.POSITIVE_INFINITY)) {
      errors.push({ script: place.script, status: reply.error.status });
      return refuse(response, reply.error);
    }
    look();
    const tools = (reply.tools ?? []).map((tool, index) => ({
      id: `call_${answers}x${index}x${id.slice(-6)}`,
      ...tool,
    }));
    const usage = usageOf(answers, reply.inputTokens);
    served.push({
      ...place,
      completion: id,
      model: request.model,
      ...(reply.text !== undefined && { text: reply.text }),
      ...(reply.thinking !== undefined && { thinking: reply.thinking }),
      tools: tools.map(({ id: call, name, input }) => ({ id: call, name, input })),
      usage,
      request,
      headers,
      atMs: Date.now(),
    });
    const calls = tools.map((tool) => ({ ...tool, arguments: tool.raw ?? JSON.stringify(tool.input) }));
    await give(response, { ...common, usage, reply, calls });
  };

  const server = await serve(({ path, headers, text }, response) => {
    if (path.endsWith('/chat/completions')) return answer(JSON.parse(text), headers, response);
    if (path.endsWith('/models')) {
      const data = [{ id: 'scripted', object: 'model', owned_by: 'nobody' }];
      return sendJson(response, 200, { object: 'list', data });
    }
    refuse(response, { status: 404, message: `no script for ${path}` });
  });
  return {
    ...server,
    learn: (more) => void Object.assign(scripts, more),
    beforeEachAnswer: (given) => {
      look = given;
    },
    served: (...names) => served.filter(({ script }) => names.length === 0 || names.includes(script)),
    sides,
    errors,
  };
}

function refuse(response: ServerResponse, { status, message }: { status: number; message: string }): void {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, code: null } });
}
