import type { Trx } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import { followers } from './followers.ts';

/** Gives each follower the events of its kinds. */
export async function follow(
  trx: Trx,
  batch: readonly { readonly position: number; readonly event: BusEvent }[],
): Promise<void> {
  for (const { kinds, follow: fold } of followers) {
    const events = batch.filter(({ event }) => kinds.includes(event.kind));
    if (events.length > 0) await fold(trx, events);
  }
}
