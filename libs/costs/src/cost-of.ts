import { bareModel, plainModel } from './model-name.ts';
import type { Price } from './price.ts';

/** What is known of a model call. `usage` rows of the read models are such. A class of tokens nobody told of is null. */
export interface ModelCall {
  readonly model: string | null;
  /** When, ISO 8601. */
  readonly at: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly serviceTier: string | null;
  /** As the harness said. */
  readonly costUsd: number | null;
}

/** A cost and where it is from; both null when nobody knows it. */
export interface Cost {
  readonly costUsd: number | null;
  readonly costSource: 'reported' | 'computed' | null;
}

/** The prices of an installation: its owner's own, and those that Hookline brings. */
export interface PriceTable {
  readonly owner: readonly Price[];
  readonly known: readonly Price[];
}

/**
 * What a call cost: as the harness said, else by the price of its model at its time, else unknown. A harness that says 0
 * of a call that took tokens does not know. `read.costs` says the same in SQL.
 */
export function costOf(call: ModelCall, prices: PriceTable): Cost {
  const input = inputOf(call);
  const tokens = (input ?? 0) + (call.outputTokens ?? 0);
  if (call.costUsd !== null && (call.costUsd > 0 || tokens === 0)) {
    return { costUsd: call.costUsd, costSource: 'reported' };
  }
  const price = priceOf(call, prices);
  const costUsd = price === undefined ? null : priced(call, price);
  return { costUsd, costSource: costUsd === null ? null : 'computed' };
}

/** The price of a call: the owner's before ours, a dated model's before its family's, a later one before an earlier. */
export function priceOf(call: ModelCall, { owner, known }: PriceTable): Price | undefined {
  const { model, at, serviceTier } = call;
  if (model === null || (serviceTier !== null && serviceTier !== 'standard' && serviceTier !== 'default')) {
    return undefined;
  }
  const moment = new Date(at).toISOString();
  const input = inputOf(call);
  for (const list of [owner, known]) {
    for (const name of [bareModel(model), plainModel(model)]) {
      const fitting = list.filter((price) => price.model === name && holds(price, moment, input));
      if (fitting.length > 0) return fitting.reduce((best, one) => (one.from > best.from ? one : best));
    }
  }
  return undefined;
}

function holds({ from, until, tokensAbove, tokensUpTo }: Price, at: string, input: number | null): boolean {
  if (at < from || (until !== null && at >= until)) return false;
  if (tokensAbove > 0 && (input === null || input <= tokensAbove)) return false;
  return tokensUpTo === null || (input !== null && input <= tokensUpTo);
}

/** The whole input; null when it is not known. Caches that nobody spoke of were not used. */
function inputOf({ inputTokens, cacheReadTokens, cacheWriteTokens }: ModelCall): number | null {
  return inputTokens === null ? null : inputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
}

function priced(call: ModelCall, price: Price): number | null {
  if (call.inputTokens === null || call.outputTokens === null) return null;
  const cacheRead = classOf(call.cacheReadTokens, price.cacheReadPerMillion);
  const cacheWrite = classOf(call.cacheWriteTokens, price.cacheWritePerMillion);
  if (cacheRead === null || cacheWrite === null) return null;
  const uncached = call.inputTokens * price.inputPerMillion + call.outputTokens * price.outputPerMillion;
  return (uncached + cacheRead + cacheWrite) / 1_000_000;
}

function classOf(tokens: number | null, perMillion: number | null): number | null {
  if (tokens === null || tokens === 0) return 0;
  return perMillion === null ? null : tokens * perMillion;
}
