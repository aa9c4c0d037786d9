import { lastMarker } from './last-marker.ts';

interface Block {
  readonly type: string;
  readonly text?: string;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly Block[];
}

/** The parts of a request to the messages API that the scripted model looks at. */
export interface MessagesRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly name: string }[];
  readonly system?: string | readonly Block[];
}

/**
 * Where a conversation stands: the script its newest marker names, and how many answers were given since. Read from
 * the request alone, so that retries, subagents and resumed sessions need no memory here.
 */
export function placeInScript({ messages }: MessagesRequest): { script: string; step: number } | undefined {
  for (const [index, message] of [...messages.entries()].reverse()) {
    const script = message.role === 'user' ? lastMarker(textOf(message)) : undefined;
    if (script === undefined) continue;
    const step = messages.slice(index + 1).filter(({ role }) => role === 'assistant').length;
    return { script, step };
  }
  return undefined;
}

/** Whether the harness asks for a summary of the conversation, to go on with less. */
export function asksForSummary({ messages }: MessagesRequest): boolean {
  const last = messages.at(-1);
  return last?.role === 'user' && /create a detailed summary|detailed summary of (the|this|our)/i.test(textOf(last));
}

/** All text of a request that the model would read. */
export function textOfRequest(request: MessagesRequest): string {
  const system = request.system === undefined ? '' : textOf({ role: 'system', content: request.system });
  return [system, ...request.messages.map(textOf)].join('\n');
}

function textOf({ content }: Message): string {
  return typeof content === 'string' ? content : content.map((block) => block.text ?? '').join('\n');
}
