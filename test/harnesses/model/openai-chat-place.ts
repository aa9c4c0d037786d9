import { lastMarker } from './last-marker.ts';

interface Part {
  readonly type?: string;
  readonly text?: string;
}

interface Message {
  readonly role: string;
  readonly content?: string | readonly Part[] | null;
}

/** The parts of a request to the chat completions API that the scripted model looks at. */
export interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly function?: { readonly name: string } }[];
}

/**
 * Where a conversation stands: the script its newest marker names, and how many answers were given since. Read from
 * the request alone, so that retries, subagents and resumed sessions need no memory here.
 */
export function placeInChat({ messages }: ChatRequest): { script: string; step: number } | undefined {
  for (const [index, message] of [...messages.entries()].reverse()) {
    const script = message.role === 'user' ? lastMarker(textOf(message)) : undefined;
    if (script === undefined) continue;
    return { script, step: messages.slice(index + 1).filter(({ role }) => role === 'assistant').length };
  }
  return undefined;
}

/** What a harness asks beside the conversation, which never offers tools: a summary or a title. */
export function sideRequest(request: ChatRequest): 'summary' | 'title' | undefined {
  if ((request.tools ?? []).length > 0) return undefined;
  const last = request.messages.at(-1);
  const words = [...request.messages.filter(({ role }) => role !== 'user'), ...(last ? [last] : [])]
    .map(textOf)
    .join('\n');
  if (/title/i.test(words) && !/summar(y|ize|ise) (of )?(the|this|our) conversation/i.test(words)) return 'title';
  return /summar|compact/i.test(words) ? 'summary' : 'title';
}

/** All text of a request that the model would read. */
export function textOfChat({ messages }: ChatRequest): string {
  return messages.map(textOf).join('\n');
}

function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('\n');
}
