import type { BusEvent } from '@hookline/schemas';
import type { Workspace } from './file-at.ts';
import { WorkspaceFold } from './fold.ts';
import type { PlacedEvent } from './placed-event.ts';
import type { Texts } from './told.ts';
import { worksOf } from './works.ts';

/** Kinds of events that say something about files. */
export const workspaceKinds = [
  'session.resumed',
  'prompt.submitted',
  'tool.started',
  'tool.finished',
  'tool.failed',
  'tool.denied',
  'tool.abandoned',
  'background.ended',
  'agent.started',
  'agent.linked',
  'agent.ended',
  'file.read',
  'file.written',
  'file.changed',
] as const satisfies readonly BusEvent['kind'][];

/**
 * What the files of a session held, from its events in any order. `bodyOf` gives the text behind a reference, or undefined
 * when it is not held any more.
 */
export function workspaceOf(
  events: readonly PlacedEvent[],
  bodyOf: (ref: string) => string | undefined = () => undefined,
): Workspace {
  const arranged = inOrder(events);
  const fold = new WorkspaceFold(worksOf(arranged));
  for (const placed of arranged) fold.step(placed, textsOf(placed.event, bodyOf));
  return fold.result();
}

/** Events in the order of their session. */
export function inOrder(events: readonly PlacedEvent[]): PlacedEvent[] {
  return [...events].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
}

/** The texts of a fact about a file. */
export function textsOf(event: BusEvent, bodyOf: (ref: string) => string | undefined): Texts {
  if (event.kind !== 'file.read' && event.kind !== 'file.written') return {};
  const of = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : isReference(value) ? bodyOf(value.body) : undefined;
  const { content, before, after } = event.data as Record<string, unknown>;
  return { content: of(content), before: of(before), after: of(after) };
}

/** The references of a fact's texts to where they lie. */
export function bodiesOf(event: BusEvent): string[] {
  if (event.kind !== 'file.read' && event.kind !== 'file.written') return [];
  const { content, before, after } = event.data as Record<string, unknown>;
  return [content, before, after].filter(isReference).map(({ body }) => body);
}

function isReference(value: unknown): value is { readonly body: string } {
  return typeof value === 'object' && value !== null && typeof (value as { body?: unknown }).body === 'string';
}
