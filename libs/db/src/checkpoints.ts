import type { EventLog, LogHead } from '@hookline/log';
import { sql } from 'kysely';
import type { Database, Trx } from './database.ts';

/** How far a consumer came, and in which log. */
export interface Checkpoint {
  readonly name: string;
  readonly position: number;
  /** The id of the event at `position`; empty at 0. */
  readonly lastId: string;
  readonly logIdentity: string;
}

/** Another instance has moved the checkpoint: nothing may be written from here, start again from the stored one. */
export class CheckpointMovedError extends Error {
  override name = 'CheckpointMovedError';
  readonly found: number;
  constructor(checkpoint: string, expected: number, found: number) {
    super(`checkpoint ${checkpoint} stands at ${found}, expected ${expected}: another instance has moved it`);
    this.found = found;
  }
}

/** The log is not the one that was read before: it was made anew, or lost its end. Going on would hide events. */
export class LogChangedError extends Error {
  override name = 'LogChangedError';
}

export async function readCheckpoint(db: Database | Trx, name: string): Promise<Checkpoint | undefined> {
  return await ('kysely' in db ? db.kysely : db)
    .selectFrom('checkpoints')
    .select(['name', 'position', 'lastId', 'logIdentity'])
    .where('name', '=', name)
    .executeTakeFirst();
}

/**
 * Takes the row of the checkpoint for this transaction, making it when there is none, and returns it. While it is held
 * no other instance can move it.
 */
export async function lockCheckpoint(trx: Trx, name: string, logIdentity: string): Promise<Checkpoint> {
  const { rows } = await sql<Checkpoint>`
    insert into checkpoints as mine (name, position, last_id, log_identity) values (${name}, 0, '', ${logIdentity})
    on conflict (name) do update set name = mine.name
    returning name, position, last_id, log_identity`.execute(trx);
  return rows[0]!;
}

/**
 * Moves a checkpoint, in the transaction that writes what was made of the events. Rejects with `CheckpointMovedError`
 * when it does not stand at `from`: roll back then.
 */
export async function advanceCheckpoint(
  trx: Trx,
  name: string,
  move: { readonly from: number; readonly to: number; readonly lastId: string; readonly logIdentity: string },
): Promise<void> {
  const { from, to, lastId, logIdentity } = move;
  // One statement, because every batch waits for it: it locks the row, compares, and sets.
  const { rows } =
    from === 0
      ? await sql`
          insert into checkpoints as mine (name, position, last_id, log_identity)
          values (${name}, ${to}, ${lastId}, ${logIdentity})
          on conflict (name) do update
          set position = excluded.position, last_id = excluded.last_id, log_identity = excluded.log_identity,
            updated_at = now()
          where mine.position = 0
          returning 1`.execute(trx)
      : await sql`
          update checkpoints
          set position = ${to}, last_id = ${lastId}, log_identity = ${logIdentity}, updated_at = now()
          where name = ${name} and position = ${from}
          returning 1`.execute(trx);
  if (rows.length > 0) return;
  throw new CheckpointMovedError(name, from, (await readCheckpoint(trx, name))?.position ?? 0);
}

/** Makes sure that the log still is the one the checkpoint was made in. Rejects with `LogChangedError` otherwise. */
export async function checkLog(checkpoint: Checkpoint | undefined, log: EventLog): Promise<LogHead> {
  const head = await log.head();
  if (checkpoint === undefined || checkpoint.position === 0) return head;
  const { name, position, lastId, logIdentity } = checkpoint;
  const what = `checkpoint ${name} was made at position ${position} of log ${logIdentity}`;
  const cure =
    'restore the log, or start with an empty database and import the archive (hookline export, then hookline import)';
  if (head.identity !== logIdentity) {
    throw new LogChangedError(`${what}, but the log is now ${head.identity}: it was made anew; ${cure}`);
  }
  if (head.last < position) {
    throw new LogChangedError(`${what}, but the log ends at ${head.last}: it lost its end; ${cure}`);
  }
  if (position < head.first) return head;
  const found = await log.get(position);
  if (found !== undefined && found.event.id !== lastId) {
    throw new LogChangedError(
      `${what} with event ${lastId} there, but the log has ${found.event.id} there: it was rolled back and went on; ${cure}`,
    );
  }
  return head;
}
