import { inSavepoint, type Trx } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import { storable } from '../json-text.ts';
import { followers } from './followers.ts';

/**
 * Gives each follower the events of its kinds. With `onLeftOut` it gives them one by one: an event that cannot be folded
 * (an identifier that no database keeps, a number out of all range) is told there in a sentence and changes nothing.
 */
export async function follow(
  trx: Trx,
  batch: readonly { readonly position: number; readonly event: BusEvent }[],
  onLeftOut?: (sentence: string) => void,
): Promise<void> {
  for (const { name, kinds, follow: fold } of followers) {
    const events = batch.filter(({ event }) => kinds.includes(event.kind));
    if (events.length === 0) continue;
    if (onLeftOut === undefined) {
      await fold(trx, events);
      continue;
    }
    for (const one of events) {
      const fault = await inSavepoint(trx, () => fold(trx, [one]));
      if (fault === undefined) continue;
      const reason = fault instanceof Error ? fault.message : String(fault);
      onLeftOut(storable(`the event at position ${one.position} was left out of ${name}: ${reason}`));
    }
  }
}
