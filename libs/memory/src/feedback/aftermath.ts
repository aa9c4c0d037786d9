import type { Story } from '../facts/story.ts';

/** What happened in a session after memories were put before its agent. JSON, bounded. */
export type Aftermath = { readonly calls: number };

/** What followed the injection at `index` of the story's steps. */
export function aftermathOf(story: Story, index: number): Aftermath {
  return { calls: story.steps.slice(index + 1).filter(({ type }) => type === 'call').length };
}
