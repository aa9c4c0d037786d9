import type { Counts, MemoryFilter } from '../../../api/memory.ts';

/** How memories stand, as the list is divided; the first is usual. */
export const statuses = [
  { value: 'waiting', label: 'To review', filter: { status: 'proposed', reason: 'needs-review,harmful' } },
  { value: 'active', label: 'Active', filter: { status: 'active' } },
  { value: 'gathering', label: 'Gathering', filter: { status: 'proposed', reason: 'too-little-support' } },
  { value: 'retired', label: 'Retired', filter: { status: 'retired' } },
] as const satisfies readonly { readonly value: string; readonly label: string; readonly filter: MemoryFilter }[];

export type StatusValue = (typeof statuses)[number]['value'];

/** The part of the list that a URL names. */
export function statusNamed(value: string | undefined) {
  return statuses.find((one) => one.value === value) ?? statuses[0];
}

/** How many there are of each, from the counts that come with a list. */
export function countOf(value: StatusValue, counts: Counts | undefined): number | undefined {
  if (counts === undefined) return undefined;
  return value === 'gathering' ? counts.proposed - counts.waiting : counts[value];
}
