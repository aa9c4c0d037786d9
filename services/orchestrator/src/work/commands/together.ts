import type { Trx, WorkFollowUp, WorkJoin } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import type { WorkRow } from '../item.ts';
import {
  cameWell,
  type JoinOutcome,
  joinFault,
  joinOutcome,
  type PartCounts,
  partsWithin,
  withJoined,
} from '../join.ts';
import { type Saying, say, saying, wake } from '../record.ts';
import { at, move } from '../rows.ts';
import { isOver } from '../state.ts';
import { cancelParts } from './cancel-locked.ts';
import { insertOffered, offeredSaying } from './insert.ts';

/** Lets whatever an item is a part of know that the item is over. All of them are under their locks, topmost first. */
export async function tellWhole(trx: Trx, over: WorkRow, ancestors: readonly WorkRow[], nowMs: number): Promise<void> {
  let part = over;
  for (const whole of ancestors.toReversed()) {
    if (!isOver(part.state) || whole.state !== 'waiting' || whole.join?.attempt !== part.parentAttempt) return;
    const joined = await joinIfTogether(trx, whole, nowMs, false);
    if (joined === undefined) return;
    part = joined;
  }
}

/** Joins the parts of an item that is under its lock, if they are together or the time is up; undefined otherwise. */
export async function joinIfTogether(
  trx: Trx,
  row: WorkRow,
  nowMs: number,
  timeUp: boolean,
): Promise<WorkRow | undefined> {
  const join = row.join!;
  const counts = await countParts(trx, row, join);
  const outcome = joinOutcome(join.on, counts, timeUp);
  if (outcome === undefined) return undefined;
  const children = partsWithin(await readParts(trx, row, join), joinedBytesMax);
  const joined = { outcome, ...counts, children };
  const again = join.next === 'again';
  await say(
    trx,
    saying(row, 'work.joined', [row.attempt], {
      attempt: row.attempt,
      outcome,
      ...counts,
      ...(again && { parts: children }),
    }),
  );
  const after = again
    ? await offerAgain(trx, row, joined, nowMs)
    : await endJoined(trx, row, { join, outcome, counts, joined }, nowMs);
  if (typeof join.next === 'object') await offerFollowUp(trx, row, join.next, joined);
  if (join.cancelRest && counts.open > 0) {
    await cancelParts(trx, row, { by: 'join', reason: `${outcome} of item ${row.item}` }, nowMs);
  }
  return after;
}

/** What the parts brought has to fit an event, beside the payload. */
const joinedBytesMax = 64 * 1024;

async function countParts(trx: Trx, { item }: WorkRow, { attempt }: WorkJoin): Promise<PartCounts> {
  const { done, over, all } = await trx
    .selectFrom('workItems')
    .select([
      sql<number>`count(*) filter (where state = 'completed')`.as('done'),
      sql<number>`count(*) filter (where state in ('completed', 'dead', 'cancelled', 'expired'))`.as('over'),
      sql<number>`count(*)`.as('all'),
    ])
    .where('parent', '=', item)
    .where('parentAttempt', '=', attempt)
    .executeTakeFirstOrThrow();
  return { done, failed: over - done, open: all - over };
}

async function readParts(trx: Trx, { item }: WorkRow, { attempt }: WorkJoin) {
  const rows = await trx
    .selectFrom('workItems')
    .select(['item', 'state', 'payload', 'result', 'error'])
    .where('parent', '=', item)
    .where('parentAttempt', '=', attempt)
    .orderBy('offeredAt')
    .orderBy('item')
    .execute();
  return rows.map(({ item, state, payload, result, error }) => ({
    item,
    state,
    payload,
    ...(result !== null && { result }),
    ...(error !== null && state !== 'completed' && { error }),
  }));
}

async function offerAgain(trx: Trx, row: WorkRow, joined: object, nowMs: number): Promise<WorkRow> {
  const attempt = row.attempt + 1;
  const payload = withJoined(row.payload, joined);
  const after = await move(
    trx,
    row,
    'join',
    () => ({
      payload: JSON.stringify(payload),
      attempt,
      attemptsMax: row.attemptsMax + 1,
      worker: null,
      dueAt: at(nowMs),
      dispatched: true,
      joinUntil: null,
    }),
    { joined: 'again' },
  );
  const said = { attempt, reason: 'its parts came together', dueAt: at(nowMs) };
  await say(trx, saying(row, 'work.retried', [attempt], said, wake(after)));
  return after;
}

interface Joined {
  readonly join: WorkJoin;
  readonly outcome: JoinOutcome;
  readonly counts: PartCounts;
  readonly joined: { readonly children: readonly object[] };
}

async function endJoined(
  trx: Trx,
  row: WorkRow,
  { join, outcome, counts, joined }: Joined,
  nowMs: number,
): Promise<WorkRow> {
  const { attempt, worker, by, fence } = row;
  const isWell = typeof join.next === 'object' || cameWell(join.on, counts);
  const error = isWell ? null : joinFault(outcome, counts);
  const result = { children: joined.children };
  const ending: Saying = isWell
    ? saying(row, 'work.completed', [fence], { attempt, worker: worker ?? by, fence: Math.max(1, fence), result })
    : saying(row, 'work.dead', [attempt], { attempt, error: error! });
  const after = await move(
    trx,
    row,
    'join',
    () => ({ result: isWell ? JSON.stringify(result) : null, error, endedAt: at(nowMs), joinUntil: null }),
    { joined: isWell ? 'well' : 'badly' },
  );
  await say(trx, ending);
  return after;
}

/** The unit of work that goes on where the parts came together: one for each time that an item was split. */
async function offerFollowUp(trx: Trx, row: WorkRow, next: WorkFollowUp, joined: object): Promise<void> {
  const { queue, payload, prompt, attempts, priority, timeoutMs, harness } = next;
  const own = typeof payload === 'object' ? { ...payload, ...(prompt !== undefined && { prompt }) } : payload;
  const inserted = await insertOffered(trx, {
    item: eventId('work', row.item, 'next', row.attempt),
    queue,
    payload: withJoined(own, joined),
    attemptsMax: attempts ?? row.attemptsEach,
    by: row.by,
    firing: row.firing ?? undefined,
    cause: row.cause ?? undefined,
    project: row.project ?? undefined,
    session: row.session ?? undefined,
    harness: harness ?? row.harness ?? undefined,
    priority: priority ?? row.priority,
    timeoutMs: timeoutMs ?? row.timeoutMs ?? undefined,
  });
  if (inserted !== undefined) await say(trx, offeredSaying(inserted, true));
}
