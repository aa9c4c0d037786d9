import { costOf, pricesOf } from '@hookline/costs';
import type { Price } from '@hookline/handoff';
import type { ApiContext } from './context.ts';

/** Tells what an answer of a model cost, as `read.costs` does: reported, else by the price table, else not known. */
export async function priceFrom({ db }: Pick<ApiContext, 'db'>): Promise<Price> {
  const prices = await pricesOf(db);
  return (usage) => costOf(usage, prices).costUsd;
}
