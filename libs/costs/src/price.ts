import { z } from 'zod';
import { bareModel } from './model-name.ts';

/** Dollars per million tokens. Nothing costs more than this; a greater number is a price per token or a slip. */
const perMillion = z.number().nonnegative().max(100_000);
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text).toISOString());

/** What a model costs from one time until another, in dollars per million tokens of each class. */
const priceShape = z
  .strictObject({
    /** The model's name; its provider, and what `plainModel` takes off besides, do not matter. */
    model: z.string().min(1).max(200),
    from: moment,
    /** Where it is left out, the price still holds. */
    until: moment.nullish(),
    /** Only for calls whose whole input, cached or not, is more than this many tokens. */
    tokensAbove: z.int().nonnegative().default(0),
    /** Only for calls whose whole input is at most this many tokens. */
    tokensUpTo: z.int().positive().nullish(),
    inputPerMillion: perMillion,
    /** Thoughts are output. */
    outputPerMillion: perMillion,
    /** A class without a price: a call that took tokens of it has no known cost. */
    cacheReadPerMillion: perMillion.nullish(),
    cacheWritePerMillion: perMillion.nullish(),
    /** Where the price can be read. */
    source: z.string().min(1).max(1_000),
  })
  .transform(({ model, until, tokensUpTo, cacheReadPerMillion, cacheWritePerMillion, ...rest }) => ({
    ...rest,
    model: bareModel(model),
    until: until ?? null,
    tokensUpTo: tokensUpTo ?? null,
    cacheReadPerMillion: cacheReadPerMillion ?? null,
    cacheWritePerMillion: cacheWritePerMillion ?? null,
  }))
  .refine(({ from, until }) => until === null || from < until, { error: 'until must be later than from' })
  .refine(({ tokensAbove, tokensUpTo }) => tokensUpTo === null || tokensAbove < tokensUpTo, {
    error: 'tokensUpTo must be more than tokensAbove',
  });

/** A price as it is kept: times in ISO form in UTC, the model's name as `bareModel` has it, `null` where nothing is said. */
export type Price = z.output<typeof priceShape>;

/** A price that somebody wrote down. */
export type GivenPrice = z.input<typeof priceShape>;

const pricesMax = 2_000;

/** Prices as a file or a request holds them. */
const pricesShape = z.strictObject({ prices: z.array(priceShape).max(pricesMax) });

/** Somebody's prices cannot be used; `issues` says where and why. */
export class PricesError extends Error {
  readonly issues: readonly string[];
  constructor(where: string, issues: readonly string[]) {
    super(`${where} does not hold prices: ${issues.slice(0, 3).join('; ')}${issues.length > 3 ? '; …' : ''}`);
    this.name = 'PricesError';
    this.issues = issues;
  }
}

/** Reads prices; `where` names them in an error. Throws {@link PricesError}. */
export function readPrices(where: string, value: unknown): Price[] {
  const parsed = pricesShape.safeParse(value);
  if (!parsed.success) {
    throw new PricesError(
      where,
      parsed.error.issues.map(({ path, message }) => `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`),
    );
  }
  const twice = parsed.data.prices.filter((price, index, all) => {
    const place = placeOf(price);
    return all.findIndex((other) => placeOf(other) === place) !== index;
  });
  if (twice.length > 0) {
    throw new PricesError(
      where,
      twice.map(({ model, from }) => `${model} has two prices from ${from}; set \`until\` and \`from\` apart`),
    );
  }
  return parsed.data.prices;
}

/** What tells the prices of one list apart. */
const placeOf = ({ model, from, tokensAbove }: Price): string => `${model} ${from} ${tokensAbove}`;
