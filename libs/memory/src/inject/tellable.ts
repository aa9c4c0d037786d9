import { kindFacts } from '../kinds.ts';
import type { PackEntry } from './pack.ts';

/** Whether it is in the words of people, so that an agent may take it as what they want. */
export function isPeoples({ kind }: Pick<PackEntry, 'kind'>): boolean {
  return kindFacts(kind).instructs;
}

/**
 * Whether agents may be told it at all. What can instruct is told only in the words of a user, or after a person approved
 * it; whatever a tool or an agent wrote is not, however often it was seen.
 */
export function isTellable(entry: Pick<PackEntry, 'kind' | 'trust' | 'approved'>): boolean {
  return !isPeoples(entry) || entry.trust === 'user' || entry.approved !== undefined;
}
