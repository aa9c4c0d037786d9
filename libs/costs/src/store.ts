import { canonicalJson, contentHash, type Database, type Trx } from '@hookline/db';
import { sql } from 'kysely';
import type { PriceTable } from './cost-of.ts';
import { knownPrices } from './known-prices.ts';
import { pricesFile, readOwnerPrices } from './owner-file.ts';
import type { Price } from './price.ts';

/**
 * Brings the table `prices` up to date with this build's prices and, where `HOOKLINE_HOME/prices.json` exists, with the
 * owner's; without the file the owner's prices stay as they were loaded last. Throws `PricesError` for a file that
 * cannot be used; the prices that Hookline brings are in the table then.
 */
export async function loadPrices(db: Database, home: string): Promise<void> {
  await replacePrices(db, 'known', knownPrices);
  const file = pricesFile(home);
  const own = await readOwnerPrices(file);
  if (own !== undefined) await replacePrices(db, 'owner', own);
}

/** Puts one of the two lists in place of the one before, in one transaction. */
export async function replacePrices(db: Database, which: keyof PriceTable, prices: readonly Price[]): Promise<void> {
  await db.transaction(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('hookline:prices', 0))`.execute(trx);
    const before = (await tableOf(trx))[which];
    if (versionOfList(before) === versionOfList(prices)) return;
    const owner = which === 'owner';
    await trx.deleteFrom('prices').where('owner', '=', owner).execute();
    if (prices.length === 0) return;
    await trx
      .insertInto('prices')
      .values(prices.map(({ from, until, ...rest }) => ({ ...rest, owner, validFrom: from, validUntil: until })))
      .execute();
  });
}

/** The prices that costs are computed with now. */
export function pricesOf(db: Database): Promise<PriceTable> {
  return tableOf(db.kysely);
}

/** Tells two tables of prices apart: 16 hex digits that are the same for the same prices. */
export function versionOf({ owner, known }: PriceTable): string {
  return contentHash(canonicalJson([versionOfList(owner), versionOfList(known)]))
    .replace(/^.*:/, '')
    .slice(0, 16);
}

function versionOfList(prices: readonly Price[]): string {
  return prices
    .map((price) => canonicalJson(price))
    .sort()
    .join('\n');
}

async function tableOf(from: Database['kysely'] | Trx): Promise<PriceTable> {
  const rows = await from
    .selectFrom('prices')
    .selectAll()
    .orderBy('model')
    .orderBy('validFrom')
    .orderBy('tokensAbove')
    .execute();
  const table: { owner: Price[]; known: Price[] } = { owner: [], known: [] };
  for (const { owner, validFrom, validUntil, ...rest } of rows) {
    const price: Price = { ...rest, from: validFrom, until: validUntil };
    table[owner ? 'owner' : 'known'].push(price);
  }
  return table;
}
