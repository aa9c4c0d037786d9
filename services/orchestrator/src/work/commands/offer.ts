import type { Trx } from '@hookline/db';
import { TakenIdError } from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { say } from '../record.ts';
import { insertOffered, type Join, type Offer, offeredSaying } from './insert.ts';
import { type Part, putParts } from './parts.ts';

interface Split {
  /** Parts that are offered in its stead: it waits for them, and nobody takes it itself. */
  readonly children?: readonly Part[] | undefined;
  readonly join?: Join | undefined;
}

/** Puts a unit of work up. The same item offered again is the same item; nothing happens then. */
export async function offer(trx: Trx, offered: Offer & Split): Promise<WorkRow> {
  const row = await insertOffered(trx, offered);
  if (row === undefined) return await knownItem(trx, offered);
  const isWhole = offered.children === undefined;
  await say(trx, offeredSaying(row, isWhole));
  return isWhole ? row : await putParts(trx, row, offered.children!, offered.join ?? {}, Date.parse(row.offeredAt));
}

async function knownItem(trx: Trx, { item, project }: Offer): Promise<WorkRow> {
  const row = await trx.selectFrom('workItems').selectAll().where('item', '=', item).executeTakeFirstOrThrow();
  if (project !== undefined && row.project !== project) throw new TakenIdError(item);
  return row;
}
