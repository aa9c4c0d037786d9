import { lastMarker } from './last-marker.ts';

/** A call the model makes, in the words of OpenAI's Responses API. */
export type ResponsesCall =
  | {
      readonly name: string;
      readonly namespace?: string;
      /** Made from the request where it needs an id that the harness gave. */
      readonly input: Readonly<Record<string, unknown>> | ((request: string) => Readonly<Record<string, unknown>>);
    }
  /** A custom tool: its input is text. */
  | { readonly name: string; readonly text: string };

/** One answer of the scripted model. */
export interface ResponsesReply {
  readonly thinking?: string;
  readonly text?: string;
  readonly tools?: readonly ResponsesCall[];
  /** Answers with this error instead. */
  readonly error?: { readonly status: number; readonly message: string };
  /** Reports a context of this size, to come near the harness's limit. */
  readonly inputTokens?: number;
  /** Answers only when this resolves. */
  readonly when?: Promise<unknown>;
}

/** Answers by their order; a prompt that holds `[[name]]` plays the script of that name. */
export type ResponsesScripts = Readonly<Record<string, readonly ResponsesReply[]>>;

interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly content?: string | readonly { readonly text?: string; readonly encrypted_content?: string }[] | null;
}

/** The parts of a request to the Responses API that the scripted model looks at. */
export interface ResponsesRequest {
  readonly model: string;
  readonly input: readonly Item[];
}

/**
 * Where a conversation stands: the script its newest marker names, and how many answers were given since. Read from the
 * request alone, so that retries, subagents and resumed sessions need no memory here.
 */
export function placeInResponses({ input }: ResponsesRequest): { script: string; step: number } | undefined {
  for (const [index, item] of [...input.entries()].reverse()) {
    if (isOfModel(item) || isOutput(item)) continue;
    const script = lastMarker(textOf(item));
    if (script !== undefined) return { script, step: answersAmong(input.slice(index + 1)) };
  }
  return undefined;
}

/** Whether the harness asks for a summary of the conversation, to go on with less. */
export function asksForResponsesSummary({ input }: ResponsesRequest): boolean {
  const last = input.at(-1);
  return last !== undefined && !isOutput(last) && /CONTEXT CHECKPOINT COMPACTION/i.test(textOf(last));
}

/** All text of a request that the model would read. */
export function textOfResponses({ input }: ResponsesRequest): string {
  return input.map(textOf).join('\n');
}

/** Items of one answer follow each other; something that is not the model's stands between two answers. */
function answersAmong(items: readonly Item[]): number {
  return items.filter((item, index) => isOfModel(item) && !(index > 0 && isOfModel(items[index - 1]!))).length;
}

function isOfModel({ type = 'message', role }: Item): boolean {
  return (
    (type === 'message' && role === 'assistant') ||
    ['reasoning', 'function_call', 'custom_tool_call', 'local_shell_call', 'tool_search_call'].includes(type)
  );
}

function isOutput({ type = '' }: Item): boolean {
  return type.endsWith('_output');
}

function textOf({ content }: Item): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? part.encrypted_content ?? '').join('\n');
}
