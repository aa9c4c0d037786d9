import { advanceCheckpoint, type Database, readCheckpoint, readHistory } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { type BusEvent, readEvent } from '@hookline/schemas';
import type { Follower } from './followers.ts';
import { NewEvents } from './new-events.ts';

/**
 * Gives a follower the log from a checkpoint of its own on, until `signal` aborts: for what no rule waits for, so that no
 * firing waits for it.
 */
export async function followLog(
  { db, log, signal }: { readonly db: Database; readonly log: EventLog; readonly signal: AbortSignal },
  { name, kinds, follow }: Follower,
): Promise<void> {
  const { identity } = await log.head();
  const newEvents = new NewEvents(db);
  let position = (await readCheckpoint(db, name))?.position ?? 0;
  for await (const batch of readHistory({ db, log }, position, { signal })) {
    const events: { position: number; event: BusEvent }[] = [];
    for (const { position: at, event: stored } of await newEvents.of(batch)) {
      const event = readEvent(stored);
      if (event !== undefined && kinds.includes(event.kind)) events.push({ position: at, event });
    }
    const last = batch.at(-1)!;
    await db.transaction(async (trx) => {
      const move = { from: position, to: last.position, lastId: last.event.id, logIdentity: identity };
      await advanceCheckpoint(trx, name, move);
      if (events.length > 0) await follow(trx, events);
    });
    newEvents.took(batch);
    position = last.position;
  }
}
