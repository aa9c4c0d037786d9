import { notify, type Tables, type Trx } from '@hookline/db';
import { sql, type UpdateObject } from 'kysely';
import { NotPossibleError, UnknownItemError } from './errors.ts';
import type { WorkRow } from './item.ts';
import { next, type StepFacts, type WorkState, type WorkStep } from './state.ts';

/** Rings, with the item, when something happened to a held item that its holder does not know of. */
export const heldChannel = 'hookline_work_held';

/** An item under its row's lock, with those it is a part of, topmost first, under theirs. */
export interface Locked {
  readonly row: WorkRow;
  readonly ancestors: readonly WorkRow[];
  /** The database's clock, the one clock of leases: Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * Locks an item and, before it, what it is a part of: always from the top down, so that parts that end at the same time
 * wait for each other instead of for ever. Throws for an item there is none of.
 */
export async function lockWithAncestors(trx: Trx, item: string): Promise<Locked> {
  const rows = await trx
    .selectFrom('workItems')
    .selectAll()
    .select(sql<string>`clock_timestamp()`.as('now'))
    .where(sql<boolean>`item = ${item} or item = any (select unnest(ancestors) from work_items where item = ${item})`)
    .orderBy(sql`cardinality(ancestors)`)
    .forUpdate()
    .execute();
  const last = rows.at(-1);
  if (last?.item !== item) throw new UnknownItemError(item);
  return { row: last, ancestors: rows.slice(0, -1), nowMs: Date.parse(last.now) };
}

type Change = Omit<UpdateObject<Tables, 'workItems'>, 'item' | 'state'>;

/** Takes one step with a locked item; throws where the step is not possible. The only way a state changes. */
export async function move(
  trx: Trx,
  row: WorkRow,
  step: WorkStep,
  change: (to: WorkState) => Change,
  facts: StepFacts = {},
): Promise<WorkRow> {
  const to = next(row.state, step, facts);
  if (to === undefined) throw new NotPossibleError(row, step);
  return await trx
    .updateTable('workItems')
    .set({ ...change(to), state: to })
    .where('item', '=', row.item)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Tells the holder of an item, wherever it waits, that something happened to it. */
export async function tellHolder(trx: Trx, item: string): Promise<void> {
  await notify(trx, heldChannel, item);
}

/** A moment of the database's clock as it is written. */
export function at(ms: number): string {
  return new Date(ms).toISOString();
}
