import type { DataOf } from '@hookline/schemas';

/** As `tokenEstimate` of @hookline/memory, which stands above this library. */
const charactersPerToken = 4;
const memoriesMax = 100;

/** What a block of ours says that it tells of: the short ids of its memories. */
export function memoriesIn(block: string): string[] {
  const ids = /<hookline memory[^>]{0,20000}?\sids="([^"]{0,20000})"/.exec(block)?.[1] ?? '';
  return ids.split(/\s+/).filter(Boolean).slice(0, memoriesMax);
}

/** What an event says of a block of ours: its memories, about how many tokens of a model it takes, and its words. */
export function blockTold(text: string) {
  return { memories: memoriesIn(text), tokens: Math.ceil(text.length / charactersPerToken), text };
}

/** The data of an event that tells of a card put before an agent, or kept from one whose session is held out. */
export function cardInjected(text: string, heldOut: boolean) {
  return {
    surface: 'session-start',
    ...blockTold(text),
    heldOut: heldOut ? true : undefined,
  } satisfies { [Key in keyof DataOf<'memory.injected'>]?: DataOf<'memory.injected'>[Key] | undefined };
}
