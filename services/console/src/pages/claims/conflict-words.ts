import type { Conflict } from '../../api/claims.ts';

/** What the two are in each other's way with, in words. */
export function conflictWords({ why, sameFolder, sides }: Pick<Conflict, 'why' | 'sameFolder' | 'sides'>): string {
  const what = why === 'claimed' ? 'One wrote what the other claims' : 'Both wrote it';
  if (sameFolder) return `${what}, in the same folder: each sees what the other changes, and can overwrite it.`;
  const branches = sides.map(({ branch }) => branch);
  if (branches[0] && branches[0] === branches[1]) {
    return `${what}, in different folders on the same branch: one of them has to give way when it pushes.`;
  }
  return `${what}, in different folders: it comes to light when both are merged.`;
}

/** Whether the agents were told, and what became of that. */
export function toldWords(told: Conflict['told']): string {
  if (told.length === 0) return 'The agents are not told.';
  const delivered = told.filter(({ state }) => state === 'delivered').length;
  if (delivered === told.length) return told.length > 1 ? 'Both agents were told.' : 'One agent was told.';
  return delivered === 0 ? 'The agents are told at their next step.' : 'One agent was told, the other not yet.';
}
