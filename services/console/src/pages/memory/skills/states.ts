import type { Skill } from '../../../api/memory-reports.ts';
import { counted } from '../../../words/quantity.ts';

/** How far a skill came. */
export const stateNames = { draft: 'A draft', trial: 'On trial', published: 'Published' } as const;

/** The same with how it did since it was handed over. */
export function stateText({ state, trials: { runs, ok } }: Pick<Skill, 'state' | 'trials'>): string {
  if (state === 'draft') return 'A draft, handed over nowhere yet';
  return `${stateNames[state]}, ${runs === 0 ? 'not tried yet' : `tried ${counted(runs, 'time')}, ${ok} went well`}`;
}
