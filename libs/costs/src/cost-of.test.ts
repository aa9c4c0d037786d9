import { describe, expect, test } from 'vitest';
import { costOf, type ModelCall, priceOf } from './cost-of.ts';
import { knownPrices } from './known-prices.ts';
import { bareModel, plainModel } from './model-name.ts';
import { type GivenPrice, PricesError, readPrices } from './price.ts';

const price = (given: Partial<GivenPrice> = {}) => ({
  model: 'claude-sonnet-4-5',
  from: '2026-01-01',
  inputPerMillion: 3,
  outputPerMillion: 15,
  cacheReadPerMillion: 0.3,
  cacheWritePerMillion: 3.75,
  source: 'https://example.test/prices',
  ...given,
});
const table = (...known: GivenPrice[]) => ({ owner: [], known: readPrices('the test', { prices: known }) });
const call = (given: Partial<ModelCall> = {}): ModelCall => ({
  model: 'claude-sonnet-4-5',
  at: '2026-06-01T12:00:00.000Z',
  inputTokens: 1_000_000,
  outputTokens: 100_000,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  serviceTier: null,
  costUsd: null,
  ...given,
});
const unknown = { costUsd: null, costSource: null };

test.each([
  ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
  ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
  ['openrouter/anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
  ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
  ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
  ['GPT-5.2-2025-12-11', 'gpt-5-2'],
  ['deepseek-v3', 'deepseek-v3'],
  ['gpt-5:free', 'gpt-5:free'],
])('%s is %s', (model, plain) => {
  expect(plainModel(model)).toBe(plain);
  expect(plainModel(bareModel(model))).toBe(plain);
});

describe('a call costs', () => {
  test('what the harness said, whatever the prices say', () => {
    expect(costOf(call({ costUsd: 1.5 }), table(price()))).toEqual({ costUsd: 1.5, costSource: 'reported' });
  });

  test('its tokens by the price of each class', () => {
    const cost = costOf(call({ cacheReadTokens: 2_000_000, cacheWriteTokens: 400_000 }), table(price()));

    expect(cost).toEqual({ costUsd: 3 + 1.5 + 0.6 + 1.5, costSource: 'computed' });
  });

  test('what prices say where the harness said 0 of a call that took tokens', () => {
    expect(costOf(call({ costUsd: 0 }), table(price()))).toEqual({ costUsd: 4.5, costSource: 'computed' });
    expect(costOf(call({ costUsd: 0, model: 'local' }), table(price()))).toEqual(unknown);
    const nothing = call({ costUsd: 0, inputTokens: 0, outputTokens: 0 });
    expect(costOf(nothing, table())).toEqual({ costUsd: 0, costSource: 'reported' });
  });

  test.each<[string, Partial<ModelCall>]>([
    ['of a model without a price', { model: 'claude-sonnet-9' }],
    ['of no model', { model: null }],
    ['before the price held', { at: '2025-12-31T23:59:59.999Z' }],
    ['whose input nobody told', { inputTokens: null }],
    ['whose output nobody told', { outputTokens: null }],
    ['in another service tier', { serviceTier: 'priority' }],
    ['that took tokens of a class without a price', { cacheWriteTokens: 1 }],
  ])('nobody knows what, %s', (_, given) => {
    const prices = table(price({ cacheWritePerMillion: null }));

    expect(costOf(call(given), prices)).toEqual(unknown);
    expect(costOf(call({ serviceTier: 'standard' }), prices).costSource).toBe('computed');
  });

  test('the price that held at its time: from its first moment until the moment of the next', () => {
    const prices = table(
      price({ until: '2026-06-01', inputPerMillion: 3 }),
      price({ from: '2026-06-01', inputPerMillion: 2 }),
    );
    const input = (at: string) => priceOf(call({ at }), prices)?.inputPerMillion;

    expect(input('2026-05-31T23:59:59.999Z')).toBe(3);
    expect(input('2026-06-01T00:00:00.000Z')).toBe(2);
  });

  test('the price for inputs as long as its own, caches included', () => {
    const prices = table(
      price({ tokensUpTo: 200_000, inputPerMillion: 1 }),
      price({ tokensAbove: 200_000, inputPerMillion: 2 }),
    );
    const input = (inputTokens: number, cacheReadTokens: number) =>
      priceOf(call({ inputTokens, cacheReadTokens }), prices)?.inputPerMillion;

    expect(input(1_000, 199_000)).toBe(1);
    expect(input(1_000, 199_001)).toBe(2);
  });

  test('the owner’s price before ours, a dated model’s before its family’s', () => {
    const { known } = table(price(), price({ model: 'claude-sonnet-4-5-20250929', inputPerMillion: 4 }));
    const owner = readPrices('the test', {
      prices: [price({ model: 'anthropic/claude-sonnet-4.5', inputPerMillion: 1 })],
    });
    const dated = call({ model: 'claude-sonnet-4-5-20250929' });

    expect(priceOf(dated, { owner: [], known })?.inputPerMillion).toBe(4);
    expect(priceOf(dated, { owner, known })?.inputPerMillion).toBe(1);
    expect(priceOf(call({ at: '2025-06-01T00:00:00Z' }), { owner, known })).toBeUndefined();
  });
});

test('prices that cannot be used are refused with where and why', () => {
  const refusal = (prices: unknown) => {
    try {
      readPrices('prices.json', prices);
    } catch (error) {
      return (error as PricesError).issues;
    }
  };

  expect(refusal([])).toEqual([expect.stringMatching(/^the file: /)]);
  expect(refusal({ prices: [{ ...price(), inputPerMillion: -1 }] })).toEqual([
    expect.stringMatching(/^prices\.0\.inputPerMillion: /),
  ]);
  expect(refusal({ prices: [{ ...price(), input: 1 }] })).toEqual([expect.stringContaining('input')]);
  expect(refusal({ prices: [price({ until: '2025-01-01' })] })).toEqual(['prices.0: until must be later than from']);
  expect(refusal({ prices: [price(), price()] })).toEqual([expect.stringContaining('has two prices from')]);
  expect(() => readPrices('prices.json', {})).toThrow(PricesError);
});

test('of what Hookline knows no two prices hold for one call', () => {
  for (const one of knownPrices) {
    const others = knownPrices.filter(
      (other) =>
        other !== one &&
        other.model === one.model &&
        (other.until === null || one.from < other.until) &&
        (one.until === null || other.from < one.until) &&
        (other.tokensUpTo === null || one.tokensAbove < other.tokensUpTo) &&
        (one.tokensUpTo === null || other.tokensAbove < one.tokensUpTo),
    );
    expect(others, one.model).toEqual([]);
    expect(one.outputPerMillion, one.model).toBeGreaterThan(one.inputPerMillion);
    expect(one.cacheReadPerMillion ?? 0, one.model).toBeLessThan(one.inputPerMillion);
  }
});
