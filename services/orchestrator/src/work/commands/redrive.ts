import type { Database, Trx } from '@hookline/db';
import { RestoringError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { say, saying, wake } from '../record.ts';
import { at, lockWithAncestors, move } from '../rows.ts';

interface Wish {
  readonly by: string;
  readonly reason?: string | undefined;
}

/**
 * Puts an item up again that is dead, cancelled or expired, with as many attempts as it had at first. One whose parts did
 * not come well together waits for them once more: those that failed are put up again.
 */
export async function redrive(trx: Trx, item: string, wish: Wish): Promise<WorkRow> {
  const { row, nowMs } = await lockWithAncestors(trx, item);
  if (row.restoring) throw new RestoringError(item);
  return await redriveLocked(trx, row, wish, nowMs);
}

/** Puts up again what is dead in a queue, the oldest first, at most so many. Returns how many there were. */
export async function redriveQueue(
  db: Database,
  queue: string,
  { project, most, ...wish }: Wish & { readonly project?: string | undefined; readonly most: number },
): Promise<number> {
  let query = db.kysely.selectFrom('workItems').select('item').where('queue', '=', queue).where('state', '=', 'dead');
  if (project !== undefined) query = query.where('project', '=', project);
  const dead = await query.orderBy('endedAt').limit(most).execute();
  let redriven = 0;
  for (const { item } of dead) {
    redriven += await db.transaction(async (trx) => {
      const { row, nowMs } = await lockWithAncestors(trx, item);
      if (row.state !== 'dead') return 0;
      await redriveLocked(trx, row, wish, nowMs);
      return 1;
    });
  }
  return redriven;
}

async function redriveLocked(trx: Trx, row: WorkRow, wish: Wish, nowMs: number): Promise<WorkRow> {
  const attempt = row.attempt + 1;
  const parts = row.join === null ? [] : await failedParts(trx, row);
  const partsLeft = parts.length > 0;
  const after = await move(
    trx,
    row,
    'redrive',
    () => ({
      attempt,
      attemptsMax: row.attempt + row.attemptsEach,
      endedAt: null,
      expiresAt: null,
      result: null,
      ...(partsLeft
        ? { join: JSON.stringify({ ...row.join!, attempt }) }
        : { worker: null, claimedAt: null, dueAt: at(nowMs), dispatched: true, join: null, joinUntil: null }),
    }),
    { partsLeft },
  );
  const { by, reason } = wish;
  const said = { attempt, by, ...(reason !== undefined && { reason }), ...(partsLeft && { parts: true }) };
  await say(trx, saying(row, 'work.redriven', [attempt], said, partsLeft ? undefined : wake(after)));
  if (partsLeft) {
    await trx
      .updateTable('workItems')
      .set({ parentAttempt: attempt })
      .where('parent', '=', row.item)
      .where('parentAttempt', '=', row.join!.attempt)
      .execute();
    for (const part of parts) await redriveLocked(trx, { ...part, parentAttempt: attempt }, wish, nowMs);
  }
  return after;
}

async function failedParts(trx: Trx, row: WorkRow): Promise<WorkRow[]> {
  return await trx
    .selectFrom('workItems')
    .selectAll()
    .where('parent', '=', row.item)
    .where('parentAttempt', '=', row.join!.attempt)
    .where('state', 'in', ['dead', 'cancelled', 'expired'])
    .orderBy('item')
    .forUpdate()
    .execute();
}
