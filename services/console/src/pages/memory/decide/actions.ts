import type { Memory } from '../../../api/memory.ts';
import type { IconName } from '../../../parts/icon.tsx';

/** Something a person can do about a memory, with the key for it. */
export interface Action {
  readonly name: 'approve' | 'reject' | 'retire' | 'restore' | 'edit' | 'pin' | 'unpin' | 'merge' | 'move';
  readonly key: string;
  readonly label: string;
  /** What was done, once it was. */
  readonly done: string;
  readonly icon: IconName;
  /** Asks for something first: words, another memory, a scope. */
  readonly asks?: true;
}

export const actions = {
  approve: { name: 'approve', key: 'a', label: 'Approve', done: 'Approved', icon: 'check' },
  reject: { name: 'reject', key: 'r', label: 'Reject', done: 'Rejected', icon: 'cross' },
  edit: { name: 'edit', key: 'e', label: 'Edit', done: 'Edited', icon: 'edit', asks: true },
  pin: { name: 'pin', key: 'p', label: 'Pin', done: 'Pinned', icon: 'pin' },
  unpin: { name: 'unpin', key: 'p', label: 'Unpin', done: 'Unpinned', icon: 'pin' },
  merge: { name: 'merge', key: 'm', label: 'Merge', done: 'Merged', icon: 'merge', asks: true },
  move: { name: 'move', key: 'v', label: 'Move', done: 'Moved', icon: 'up', asks: true },
  retire: { name: 'retire', key: 'd', label: 'Retire', done: 'Retired', icon: 'barred' },
  restore: { name: 'restore', key: 's', label: 'Restore', done: 'Restored', icon: 'undo' },
} as const satisfies Readonly<Record<string, Action>>;

/** What can be done about a memory as it is, the most usual first. */
export function actionsFor({ status, pinned }: Pick<Memory, 'status' | 'pinned'>): readonly Action[] {
  if (status === 'retired') return [actions.restore, actions.edit];
  const others = [actions.edit, pinned ? actions.unpin : actions.pin, actions.merge, actions.move];
  return status === 'proposed' ? [actions.approve, actions.reject, ...others] : [...others, actions.retire];
}

/** What can be done about all of these at once. */
export function actionsForAll(memories: readonly Memory[]): readonly Action[] {
  const [first, ...others] = memories;
  if (first === undefined) return [];
  return actionsFor(first)
    .filter((action) => action.asks === undefined)
    .filter(({ name }) => others.every((one) => actionsFor(one).some((action) => action.name === name)));
}
