import type { Fact } from '../facts/fact.ts';
import { storyOf } from '../facts/story.ts';
import { linesOf, type Window, windowOf } from './window.ts';

/** New events after which a session at work is read. */
const eventsPerWindow = 40;

export const windowTokensMax = 6_000;

/**
 * What of a session is to be read now: everything new, where it ended or enough is new; at most so much that it fits.
 * Undefined where there is nothing, or only what tools did: without a word of anybody there is nothing to understand.
 * Follows from the facts alone, among which is how far it was read before.
 */
export function nextWindow(facts: readonly Fact[], tokensMax = windowTokensMax): Window | undefined {
  const story = storyOf(facts);
  if (story === undefined || story.project === '-') return undefined;
  const read = Math.max(0, ...facts.map((fact) => (fact.type === 'extracted' ? fact.to : 0)));
  const lines = linesOf(story, read);
  const ended = facts.some((fact) => fact.type === 'session' && fact.what === 'ended' && fact.position > read);
  const events = lines.reduce((sum, line) => sum + line.events, 0);
  if (!ended && events < eventsPerWindow) return undefined;
  if (!lines.some(({ by }) => by !== 'tool')) return undefined;
  return windowOf(story, lines, tokensMax);
}
