import type { Story } from '../facts/story.ts';
import { type Aftermath, aftermathOf } from '../feedback/aftermath.ts';
import { shortId } from '../memory.ts';
import { wellFormed } from '../well-formed.ts';

/** A memory that was put before an agent, or would have been in a session that is held out, and what followed. */
export interface Told {
  /** Position of the injection. */
  readonly position: number;
  /** `mem_` and eight characters. */
  readonly shortMemory: string;
  readonly session: string;
  readonly project: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly surface: string;
  /** Of the whole injection. */
  readonly tokens: number;
  readonly heldOut: boolean;
  readonly aftermath: Aftermath;
}

/** Everything that was told in a session, one row per memory and injection. */
export function aftermathsOf(story: Story): Told[] {
  return story.steps.flatMap((step, index) => {
    if (step.type !== 'injected') return [];
    const aftermath = wellFormed(aftermathOf(story, index));
    const { position, time, surface, tokens, heldOut } = step;
    return [...new Set(step.memories.map((one) => shortId(one).toWellFormed()))].map((shortMemory) => ({
      position,
      shortMemory,
      session: story.session,
      project: story.project,
      at: time,
      surface,
      tokens,
      heldOut,
      aftermath,
    }));
  });
}
