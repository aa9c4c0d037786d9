import type { AnyDeriver, Observation, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import type { MemoryKind } from '../kinds.ts';
import { memoryId } from '../memory.ts';
import { scopeText } from '../scope/scope.ts';
import { wellFormed } from '../well-formed.ts';

/** What a session says of one memory. */
export interface ObservedMemory {
  readonly memory: string;
  readonly kind: MemoryKind;
  readonly home: string;
  readonly seen: Seen;
}

/** One deriver takes no more from one session: what stands first in it. */
const perDeriverMax = 500;
const aboutLengthMax = 500;

/**
 * Everything that derivers see in a session. Nothing where it is nobody's project. A deriver that fails sees nothing in
 * it, and `onFault` is told: no session may keep others from being observed.
 */
export function observeStory(
  story: Story,
  derivers: readonly AnyDeriver[],
  onFault: (kind: MemoryKind, error: unknown) => void = () => {},
): ObservedMemory[] {
  if (story.project === '-') return [];
  return derivers.flatMap((deriver) => {
    const byMemory = new Map<string, ObservedMemory>();
    for (const observation of wellFormed(observed(deriver, story, onFault))) {
      if (byMemory.size >= perDeriverMax) break;
      const home = homeOf(story, observation);
      if (home === undefined || observation.about === '' || observation.about.length > aboutLengthMax) continue;
      const memory = memoryId(deriver.kind, home, observation.about);
      if (byMemory.has(memory)) continue;
      const seen = { ...observation, session: story.session, project: story.project, actor: story.actor };
      byMemory.set(memory, { memory, kind: deriver.kind, home, seen });
    }
    return [...byMemory.values()];
  });
}

function observed(
  deriver: AnyDeriver,
  story: Story,
  onFault: (kind: MemoryKind, error: unknown) => void,
): readonly Observation[] {
  try {
    return deriver.observe(story);
  } catch (error) {
    onFault(deriver.kind, error);
    return [];
  }
}

/** What a person is told must be known to be of that person. */
function homeOf({ session, project, actor }: Story, { scope }: Observation): string | undefined {
  if (scope === 'session') return scopeText({ type: 'session', session });
  if (scope === 'project') return scopeText({ type: 'project', project });
  return actor === undefined ? undefined : scopeText({ type: 'person', actor, project });
}
