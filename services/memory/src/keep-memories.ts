import {
  advanceCheckpoint,
  CheckpointMovedError,
  type Database,
  pause,
  readCheckpoint,
  readHistory,
} from '@hookline/db';
import type { EventLog } from '@hookline/log';
import type { AnyDeriver } from '@hookline/memory';
import {
  fitVersions,
  foldStale,
  isRebuilding,
  memoryConsumer,
  type OnFolded,
  type OnObserved,
  observeNext,
  takeBatch,
  tellLog,
} from '@hookline/recall';

/** What keeping memories needs, and whom it tells. */
export interface Keeping {
  readonly db: Database;
  readonly log: EventLog;
  readonly derivers: readonly AnyDeriver[];
  readonly onObserved: OnObserved;
  readonly onFolded: OnFolded;
  /** Told whenever everything that was due is done. */
  readonly onRest: () => void;
  /** Told of a session that cannot be observed. It is tried again each minute, and keeps no other from it. */
  readonly onFault: (session: string, error: unknown) => void;
  readonly signal: AbortSignal;
}

const lookEveryMs = 100;
const looksPerCheck = 10;
/** Sessions observed before memories are folded: a memory that many of them speak of is then folded once. */
const sessionsAtOnce = 50;

/**
 * Log to memories, until `signal` aborts: one loop takes what events say, the other observes sessions whose facts changed
 * and folds what that makes stale. Rejects with what stopped either of them.
 */
export async function keepMemories(keeping: Keeping): Promise<void> {
  const { db, derivers, signal } = keeping;
  await fitVersions(db, derivers);
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const position = { read: (await readCheckpoint(db, memoryConsumer))?.position ?? 0 };
  const loops = [takeAll({ ...keeping, signal: until }, position), deriveAll({ ...keeping, signal: until }, position)];
  try {
    await Promise.race(loops);
  } finally {
    stop.abort();
    await Promise.allSettled(loops);
  }
}

async function takeAll({ db, log, signal }: Keeping, position: { read: number }): Promise<void> {
  const { identity } = await log.head();
  for await (const batch of readHistory({ db, log }, position.read, { signal })) {
    const last = batch.at(-1)!;
    await db.transaction(async (trx) => {
      const from = position.read;
      await advanceCheckpoint(trx, memoryConsumer, {
        from,
        to: last.position,
        lastId: last.event.id,
        logIdentity: identity,
      });
      await takeBatch(trx, batch);
    });
    position.read = last.position;
  }
}

async function deriveAll(keeping: Keeping, position: { readonly read: number }): Promise<void> {
  const { db, log, derivers, onObserved, onFolded, onFault, onRest, signal } = keeping;
  let rebuilding = true;
  let idle = 0;
  while (!signal.aborted) {
    rebuilding = rebuilding && (await isRebuilding(db, position.read));
    if (!rebuilding && (await deriveSome())) continue;
    onRest();
    await pause(lookEveryMs, signal);
    idle += 1;
    if (idle % looksPerCheck === 0) await checkPlace();
  }

  /** Somebody who begins a rebuild moves the checkpoint back: then everything here starts again from there. */
  async function checkPlace(): Promise<void> {
    const stored = (await readCheckpoint(db, memoryConsumer))?.position ?? 0;
    if (stored < position.read) throw new CheckpointMovedError(memoryConsumer, position.read, stored);
  }

  async function deriveSome(): Promise<boolean> {
    let sessions = 0;
    while (sessions < sessionsAtOnce && !signal.aborted) {
      if ((await observeNext(db, derivers, onObserved, { onFault })) === undefined) break;
      sessions += 1;
    }
    if (sessions === sessionsAtOnce) return true;
    let folded = 0;
    while (!signal.aborted) {
      const some = await foldStale(db, derivers, onFolded);
      if (some === 0) break;
      folded += some;
    }
    const told = folded > 0 || sessions > 0 ? await tellAll() : 0;
    return sessions + folded + told > 0;
  }

  async function tellAll(): Promise<number> {
    let told = 0;
    while (!signal.aborted) {
      const some = await tellLog(db, log);
      if (some === 0) break;
      told += some;
    }
    return told;
  }
}
