import { advanceCheckpoint, type Database, readCheckpoint, readHistory } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { runsOf, statementOf } from '@hookline/memory';
import { eventId, newEvent, type RecordedEvent } from '@hookline/schemas';
import { callStarts } from './call-starts.ts';
import { addRuns, readCard, unannounced } from './run-store.ts';

/** Name of the checkpoint of this consumer. */
const consumer = 'memory';

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** Told after each batch how far memories reach, and whether any changed. */
  readonly onProgress: (position: number, changed: boolean) => void;
}

/** Folds the log into command runs from the stored checkpoint on, until `signal` aborts. */
export async function derive({ db, log, signal, onProgress }: Parts): Promise<void> {
  const { identity } = await log.head();
  let position = (await readCheckpoint(db, consumer))?.position ?? 0;
  onProgress(position, false);
  await announce(db, log);
  for await (const batch of readHistory({ db, log }, position, { signal })) {
    const changed = await take(db, batch, position, identity);
    position = batch.at(-1)!.position;
    if (changed) await announce(db, log);
    onProgress(position, changed);
  }
}

async function take(
  db: Database,
  batch: readonly RecordedEvent[],
  from: number,
  logIdentity: string,
): Promise<boolean> {
  const last = batch.at(-1)!;
  const changed = await db.transaction(async (trx) => {
    await advanceCheckpoint(trx, consumer, { from, to: last.position, lastId: last.event.id, logIdentity });
    const begun = await callStarts(trx, batch);
    return await addRuns(
      trx,
      batch.flatMap((recorded) => runsOf(recorded, begun.get(recorded.event.id))),
    );
  });
  return changed.size > 0;
}

/** Tells the log of memories that became active. Ids are deterministic: telling it twice is telling it once. */
async function announce(db: Database, log: EventLog): Promise<void> {
  for (;;) {
    const memories = await unannounced(db);
    const cards = (await Promise.all(memories.map((memory) => readCard(db, memory)))).filter(
      (card) => card !== undefined,
    );
    if (cards.length === 0) return;
    await log.append(
      cards.map((card) =>
        newEvent({
          kind: 'memory.recorded',
          id: eventId('memory.recorded', card.memory, card.status),
          source: 'urn:hookline:bus:memory',
          subject: card.memory,
          time: card.lastSeen,
          project: card.project,
          origin: 'derived',
          trust: 'tool-output',
          data: {
            memory: card.memory,
            memoryKind: 'command',
            scope: `project:${card.project}`,
            status: card.status,
            statement: statementOf(card),
            evidence: [...card.evidence],
          },
        }),
      ),
    );
    await db.kysely
      .insertInto('announcedMemories')
      .values(cards.map((card) => ({ memory: card.memory })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
