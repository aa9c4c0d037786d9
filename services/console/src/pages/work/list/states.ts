import type { Queue } from '../../../api/work.ts';

/** The parts of the list, the first of which is usual. */
export const stateTabs = [
  { value: '', label: 'All' },
  { value: 'offered', label: 'Offered' },
  { value: 'claimed', label: 'Claimed' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'dead', label: 'Dead' },
  { value: 'completed', label: 'Completed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'expired', label: 'Expired' },
] as const;

export type StateTab = (typeof stateTabs)[number]['value'];

export function stateNamed(value: string | undefined): StateTab {
  return stateTabs.find((one) => one.value === value)?.value ?? '';
}

/** How many items of a state there are in these queues, where queues count them. */
export function countOf(queues: readonly Queue[], state: StateTab): number | undefined {
  if (state !== 'offered' && state !== 'claimed' && state !== 'waiting' && state !== 'dead') return undefined;
  return queues.reduce((sum, queue) => sum + queue[state], 0);
}
