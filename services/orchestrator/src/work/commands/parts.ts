import type { Trx, WorkJoin } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { TooManyError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { say, saying } from '../record.ts';
import { at, move } from '../rows.ts';
import { type Join, offerParts } from './insert.ts';
import { joinIfTogether } from './together.ts';

/** A part of a unit of work. What it does not say is as with the whole. */
export interface Part {
  readonly payload: unknown;
  readonly queue?: string | undefined;
  readonly attempts?: number | undefined;
  readonly priority?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly harness?: string | undefined;
}

/** How many parts one unit of work may have, and how many times a part may be split again. */
const partsMax = 500;
const levelsMax = 8;

/** Offers the parts of an item that is under its lock, and lets it wait for them. Of none it is joined at once. */
export async function putParts(
  trx: Trx,
  row: WorkRow,
  parts: readonly Part[],
  { on = 'all-done', untilMs, cancelRest = false, next = 'complete' }: Join,
  nowMs: number,
): Promise<WorkRow> {
  if (parts.length > partsMax) {
    throw new TooManyError(`item ${row.item} was split into ${parts.length} parts, at most ${partsMax} are possible`);
  }
  if (row.ancestors.length >= levelsMax) {
    throw new TooManyError(
      `item ${row.item} is ${row.ancestors.length} levels deep, at most ${levelsMax} are possible`,
    );
  }
  const { item, queue, attempt, attemptsEach, by, priority } = row;
  const children = parts.map((_, index) => eventId('work', item, 'part', attempt, index));
  const joinUntil = untilMs === undefined ? undefined : at(nowMs + untilMs);
  const waits: WorkJoin = { on, attempt, cancelRest, next };
  const waiting = await move(trx, row, 'split', () => ({
    leaseUntil: null,
    join: JSON.stringify(waits),
    joinUntil: joinUntil ?? null,
    // What nobody took is ended by whoever offered it.
    ...(row.fence === 0 && { fence: 1, worker: by }),
  }));
  await say(
    trx,
    saying(row, 'work.split', [attempt], {
      attempt,
      children,
      join: on,
      ...(joinUntil !== undefined && { until: joinUntil }),
      ...(cancelRest && { cancelRest }),
      ...(next !== 'complete' && { next }),
    }),
  );
  const offers = parts.map((part, index) => ({
    item: children[index]!,
    queue: part.queue ?? queue,
    payload: part.payload,
    attemptsMax: part.attempts ?? attemptsEach,
    by: row.worker ?? by,
    firing: row.firing ?? undefined,
    cause: row.cause ?? undefined,
    project: row.project ?? undefined,
    session: row.session ?? undefined,
    harness: part.harness ?? row.harness ?? undefined,
    priority: part.priority ?? priority,
    timeoutMs: part.timeoutMs ?? row.timeoutMs ?? undefined,
  }));
  if (offers.length === 0) return (await joinIfTogether(trx, waiting, nowMs, false)) ?? waiting;
  await offerParts(trx, offers, { parent: item, ancestors: row.ancestors, attempt });
  return waiting;
}
