import type { ServerResponse } from 'node:http';
import {
  asksForResponsesSummary,
  placeInResponses,
  type ResponsesCall,
  type ResponsesReply,
  type ResponsesRequest,
  type ResponsesScripts,
} from './openai-responses-script.ts';
import { type ResponsesItem, type ResponsesUsage, streamResponses } from './openai-responses-stream.ts';
import { type Incoming, sendJson, serve } from './serve.ts';

/** What the model said, and to whom: the truth that the bus is compared with. */
export interface ServedResponse {
  readonly script: string;
  readonly step: number;
  /** Codex: the thread that asked, and the one it belongs to. */
  readonly thread: string;
  readonly session: string;
  readonly response: string;
  readonly model: string;
  readonly text?: string;
  readonly tools: readonly ({ readonly id: string } & ResponsesCall)[];
  readonly usage: ResponsesUsage;
  readonly request: ResponsesRequest;
}

/** A Responses API on loopback that knows only its scripts. Its address ends with `/v1`. */
export interface ResponsesModel extends AsyncDisposable {
  readonly url: string;
  /** Adds scripts; a name it knows is replaced. */
  learn(scripts: ResponsesScripts): void;
  /** Calls this whenever it was asked something of a script, before it answers. */
  beforeEachAnswer(look: () => void): void;
  /** Answers in the order they were given, without errors and summaries; of one session where one is named. */
  served(session?: string): readonly ServedResponse[];
  /** How often it summarised. */
  readonly summaries: readonly string[];
}

/** What it answers when a conversation is to be made shorter: the script `after-summary` goes on from there. */
const responsesSummary = 'A short account of it. Now play [[after-summary]].';

export async function startResponsesModel(): Promise<ResponsesModel> {
  const scripts: Record<string, readonly ResponsesReply[]> = {};
  const served: ServedResponse[] = [];
  const summaries: string[] = [];
  let answers = 0;
  let look = () => {};

  const answer = async (request: ResponsesRequest, incoming: Incoming, outgoing: ServerResponse) => {
    answers += 1;
    const count = answers;
    const id = `resp_${String(count).padStart(5, '0')}_${Date.now().toString(36)}`;
    const about = metadataOf(incoming);
    if (asksForResponsesSummary(request)) {
      summaries.push(about.thread);
      const items = [message(`msg_${id}`, responsesSummary)];
      return streamResponses(outgoing, { id, model: request.model, items, usage: usageOf(count) });
    }
    const place = placeInResponses(request);
    const reply = (place && scripts[place.script]?.[place.step]) ?? { text: 'That was all.' };
    await reply.when;
    if (reply.error) return refuse(outgoing, reply.error);
    look();
    const { tools, items } = itemsOf(reply, `${count}_${id.slice(-6)}`, request);
    const usage = usageOf(count, reply.inputTokens);
    served.push({
      script: place?.script ?? '',
      step: place?.step ?? 0,
      ...about,
      response: id,
      model: request.model,
      ...(reply.text !== undefined && { text: reply.text }),
      tools,
      usage,
      request,
    });
    streamResponses(outgoing, { id, model: request.model, items, usage });
  };

  const server = await serve((incoming, outgoing) => {
    const { method, path, text } = incoming;
    if (path.endsWith('/models')) return sendJson(outgoing, 200, { models: [], data: [] });
    if (method === 'POST' && path.endsWith('/responses')) return answer(JSON.parse(text), incoming, outgoing);
    refuse(outgoing, { status: 404, message: `no script for ${path}` });
  });
  return {
    ...server,
    url: `${server.url}/v1`,
    learn: (more) => void Object.assign(scripts, more),
    beforeEachAnswer: (given) => {
      look = given;
    },
    served: (session) => served.filter((one) => session === undefined || one.session === session),
    summaries,
  };
}

function itemsOf({ thinking, text, tools = [] }: ResponsesReply, mark: string, request: ResponsesRequest) {
  const calls = tools.map((tool, index) => ({ id: `call_${mark}_${index}`, ...madeFor(request, tool) }));
  const items: ResponsesItem[] = [];
  if (thinking !== undefined) {
    items.push({ type: 'reasoning', id: `rs_${mark}`, summary: [{ type: 'summary_text', text: thinking }] });
  }
  if (text !== undefined) items.push(message(`msg_${mark}`, text, tools.length > 0 ? 'commentary' : 'final_answer'));
  for (const [index, call] of calls.entries()) items.push(itemOf(call, `item_${mark}_${index}`));
  return { tools: calls, items };
}

function madeFor(request: ResponsesRequest, call: ResponsesCall): ResponsesCall {
  if ('text' in call || typeof call.input !== 'function') return call;
  return { ...call, input: call.input(JSON.stringify(request.input)) };
}

function itemOf(call: { readonly id: string } & ResponsesCall, id: string): ResponsesItem {
  const about = { id, status: 'completed', call_id: call.id, name: call.name };
  if ('text' in call) return { ...about, type: 'custom_tool_call', input: call.text };
  const { namespace, input } = call;
  return { ...about, type: 'function_call', ...(namespace && { namespace }), arguments: JSON.stringify(input) };
}

function message(id: string, text: string, phase?: string): ResponsesItem {
  const content = [{ type: 'output_text', text, annotations: [] }];
  return { type: 'message', id, role: 'assistant', status: 'completed', content, ...(phase && { phase }) };
}

function usageOf(count: number, inputTokens = 1000 + 10 * count): ResponsesUsage {
  const output = 50 + count;
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 500 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 10 },
    total_tokens: inputTokens + output,
  };
}

/** Codex says in a header which thread of which session asks. */
function metadataOf({ headers }: Incoming): { thread: string; session: string } {
  const text = String(headers['x-codex-turn-metadata'] ?? '{}');
  const about = JSON.parse(text) as { thread_id?: string; session_id?: string };
  return { thread: about.thread_id ?? '', session: about.session_id ?? '' };
}

function refuse(response: ServerResponse, { status, message }: { status: number; message: string }): void {
  sendJson(response, status, { error: { message, type: 'scripted', code: null } });
}
