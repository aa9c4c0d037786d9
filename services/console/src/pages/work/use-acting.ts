import { useState } from 'react';
import { useOfferAgain, useRedriveQueue, useWorkAction, type WorkItem } from '../../api/work.ts';
import type { SaidLast } from '../../parts/said.tsx';
import { counted } from '../../words/quantity.ts';
import { itemTitle } from '../../words/work-words.ts';
import { type ItemAction, itemActions } from './actions.ts';

/** Does what a person asks for, and says what came of it. */
export function useActing() {
  const acting = useWorkAction();
  const offering = useOfferAgain();
  const redriving = useRedriveQueue();
  const [said, setSaid] = useState<SaidLast>();
  const onError = (error: Error) => setSaid({ text: error.message, failed: true, undo: undefined });
  const say = (text: string) => setSaid({ text, failed: false, undo: undefined });
  return {
    said,
    forget: () => setSaid(undefined),
    isPending: acting.isPending || offering.isPending || redriving.isPending,
    act(items: readonly WorkItem[], name: ItemAction['name']) {
      const [item] = items;
      if (item === undefined) return;
      const what = items.length === 1 ? itemTitle(item) : counted(items.length, 'item');
      const onSuccess = () => say(`${wordOf(item, name)}: ${what}`);
      if (name === 'offer-again') offering.mutate(item, { onSuccess, onError });
      else acting.mutate({ items: items.map(({ id }) => id), action: name }, { onSuccess, onError });
    },
    redriveQueue(queue: string) {
      redriving.mutate(queue, {
        onSuccess: ({ redriven }) => say(`Put up again: ${counted(redriven, 'item')} of ${queue}`),
        onError,
      });
    },
  };
}

/** Who holds an item is asked to stop, and confirms it later. */
function wordOf(item: WorkItem, name: ItemAction['name']): string {
  return name === 'cancel' && item.state === 'claimed' ? 'Its worker is asked to stop' : itemActions[name].done;
}
