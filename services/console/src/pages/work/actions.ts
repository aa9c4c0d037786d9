import type { WorkItem } from '../../api/work.ts';
import type { IconName } from '../../parts/icon.tsx';
import { isOpen } from '../../words/work-words.ts';

/** Something a person can do about an item, with its key and what is said once it is done. */
export interface ItemAction {
  readonly name: 'cancel' | 'redrive' | 'offer-again';
  readonly key: string;
  readonly label: string;
  readonly done: string;
  readonly icon: IconName;
  readonly tone?: 'good' | 'bad';
}

export const itemActions = {
  cancel: { name: 'cancel', key: 'c', label: 'Cancel', done: 'Cancelled', icon: 'barred', tone: 'bad' },
  redrive: { name: 'redrive', key: 'r', label: 'Redrive', done: 'Put up again', icon: 'undo', tone: 'good' },
  'offer-again': { name: 'offer-again', key: 'o', label: 'Offer again', done: 'Offered anew', icon: 'work' },
} as const satisfies Readonly<Record<ItemAction['name'], ItemAction>>;

/** What can be done about an item as it stands. */
export function actionsFor(item: WorkItem): readonly ItemAction[] {
  if (isOpen(item)) return item.cancelling ? [] : [itemActions.cancel];
  return item.state === 'dead' ? [itemActions.redrive, itemActions['offer-again']] : [itemActions['offer-again']];
}
