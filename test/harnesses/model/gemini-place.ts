import { lastMarker } from './last-marker.ts';

interface Content {
  readonly role?: string;
  readonly parts?: readonly { readonly text?: string }[];
}

/** The parts of a generateContent request that the scripted model looks at. */
export interface GeminiRequest {
  readonly contents: readonly Content[];
}

/**
 * Where a conversation stands: the script its newest marker names, and how many answers were given since. Read from the
 * request alone, so that subagents and resumed sessions need no memory here.
 */
export function placeInGeminiScript({ contents }: GeminiRequest): { script: string; step: number } | undefined {
  for (const [index, content] of [...contents.entries()].reverse()) {
    const script = content.role === 'user' ? lastMarker(textOf(content)) : undefined;
    if (script === undefined) continue;
    const step = contents.slice(index + 1).filter(({ role }) => role === 'model').length;
    return { script, step };
  }
  return undefined;
}

/** All text of a request's conversation. */
export function textOfGeminiRequest({ contents }: GeminiRequest): string {
  return contents.map(textOf).join('\n');
}

function textOf({ parts = [] }: Content): string {
  return parts.map(({ text }) => text ?? '').join('\n');
}
