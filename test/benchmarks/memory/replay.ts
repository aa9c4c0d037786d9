import {
  type AnyDeriver,
  deriveFrom,
  findDeriver,
  type Memory,
  type ObservedMemory,
  observeStory,
  type Story,
} from '@hookline/memory';
import { splitByTime } from './real-stories.ts';

/** Of all sessions of a repository, so many are learnt from before the others judge. */
export const learnShare = 0.7;

/** One later session, with the memories there were when it began. */
export interface Later {
  readonly story: Story;
  readonly memories: readonly Memory[];
}

/**
 * The sessions after the first 70 %, each with the memories of one kind as they would have been. `once`: learnt from the
 * first 70 % only. `on`: learnt also from every session in between, as it goes on in a project.
 */
export function* replay(stories: readonly Story[], kind: string, learning: 'once' | 'on'): Generator<Later> {
  const deriver = findDeriver(kind);
  if (deriver === undefined) throw new Error(`there is no deriver of ${kind}, expected one in derivers.ts`);
  const { learn, judge } = splitByTime(stories, learnShare);
  const observed: ObservedMemory[] = learn.flatMap((story) => observeStory(story, [deriver]));
  let memories = fold(observed, deriver);
  for (const story of judge) {
    yield { story, memories };
    if (learning === 'once') continue;
    observed.push(...observeStory(story, [deriver]));
    memories = fold(observed, deriver);
  }
}

function fold(observed: readonly ObservedMemory[], deriver: AnyDeriver): Memory[] {
  return deriveFrom({ observed, told: [], decisions: [] }, [deriver]);
}

/** `12.3 %`; `–` of nothing. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** In percent, to a tenth; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1_000 * part) / whole) / 10;
}
