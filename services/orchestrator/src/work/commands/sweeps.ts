import type { Database, Trx } from '@hookline/db';
import { sql } from 'kysely';
import { postAll } from '../../outbox.ts';
import type { WorkRow } from '../item.ts';
import { say, saying, wake } from '../record.ts';
import { at, type Locked, lockWithAncestors, move } from '../rows.ts';
import { endAttempt } from './end-attempt.ts';
import { joinIfTogether, tellWhole } from './together.ts';

/** What one sweep looks at; the rest a second later. */
const sweepMax = 100;

/** Puts up again what workers held longer than their lease. Returns how many there were. */
export async function sweepLeases(db: Database): Promise<number> {
  return await each(db, 'claimed', sql`lease_until < now()`, async (trx, locked) => {
    const { row, nowMs } = locked;
    if (row.state !== 'claimed' || !isPast(row.leaseUntil, nowMs)) return;
    await endAttempt(trx, locked, { how: 'lose', error: `the lease of ${row.worker} ran out` });
  });
}

/** Ends attempts that run longer than they may, however alive their holders say they are. */
export async function sweepOverruns(db: Database): Promise<number> {
  const overrun = sql`timeout_ms is not null and claimed_at + make_interval(secs => timeout_ms / 1000.0) < now()`;
  return await each(db, 'claimed', overrun, async (trx, locked) => {
    const { row, nowMs } = locked;
    if (row.state !== 'claimed' || row.timeoutMs === null) return;
    if (Date.parse(row.claimedAt!) + row.timeoutMs > nowMs) return;
    await endAttempt(trx, locked, { how: 'overrun', error: `ran longer than ${inWords(row.timeoutMs)}` });
  });
}

/** Ends items that nobody took in time. */
export async function sweepExpired(db: Database): Promise<number> {
  return await each(db, 'offered', sql`expires_at < now()`, async (trx, { row, ancestors, nowMs }) => {
    if (row.state !== 'offered' || !isPast(row.expiresAt, nowMs)) return;
    const reason = `nobody took it until ${at(Date.parse(row.expiresAt!))}`;
    const { attempt } = row;
    const after = await move(trx, row, 'expire', () => ({ endedAt: at(nowMs), error: reason }));
    await say(trx, saying(row, 'work.expired', [attempt], { attempt, reason }));
    await tellWhole(trx, after, ancestors, nowMs);
  });
}

/** Joins parts whose time is up. */
export async function sweepJoins(db: Database): Promise<number> {
  return await each(db, 'waiting', sql`join_until < now()`, async (trx, { row, ancestors, nowMs }) => {
    if (row.state !== 'waiting' || !isPast(row.joinUntil, nowMs)) return;
    const after = await joinIfTogether(trx, row, nowMs, true);
    if (after !== undefined) await tellWhole(trx, after, ancestors, nowMs);
  });
}

/** Wakes workers for items that became due: after a back-off, or because they were offered for later. */
export async function sweepDue(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const due = await trx
      .updateTable('workItems')
      .set({ dispatched: true })
      .where('item', 'in', (items) =>
        items
          .selectFrom('workItems')
          .select('item')
          .where('state', '=', 'offered')
          .where('dispatched', '=', false)
          .where('restoring', '=', false)
          .where('dueAt', '<=', sql<string>`now()`)
          .orderBy('dueAt')
          .limit(sweepMax)
          .forUpdate()
          .skipLocked(),
      )
      .returning(['item', 'queue', 'attempt'])
      .execute();
    await postAll(
      trx,
      due.map((row) => ({ dispatch: wake(row) })),
    );
    return due.length;
  });
}

/**
 * Does something with each item that looks like it from outside; `run` looks again, under the lock. One transaction each:
 * locks are taken from the top down, and what is the matter with one item keeps no other from its end.
 */
async function each(
  db: Database,
  state: WorkRow['state'],
  looksLike: ReturnType<typeof sql>,
  run: (trx: Trx, locked: Locked) => Promise<void>,
): Promise<number> {
  const found = await db.kysely
    .selectFrom('workItems')
    .select('item')
    .where('state', '=', state)
    .where('restoring', '=', false)
    .where(sql<boolean>`${looksLike}`)
    .limit(sweepMax)
    .execute();
  let failure: unknown;
  for (const { item } of found) {
    try {
      await db.transaction(async (trx) => run(trx, await lockWithAncestors(trx, item)));
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return found.length;
}

function isPast(time: string | null, nowMs: number): boolean {
  return time !== null && Date.parse(time) < nowMs;
}

function inWords(ms: number): string {
  const units: readonly [number, string][] = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ];
  const [size, unit] = units.find(([size]) => ms >= size && ms % size === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}
