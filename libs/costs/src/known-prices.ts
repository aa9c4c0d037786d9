import { type GivenPrice, type Price, readPrices } from './price.ts';

const anthropic = 'https://platform.claude.com/docs/en/about-claude/pricing';
const openai = 'https://developers.openai.com/api/docs/pricing';
const google = 'https://ai.google.dev/gemini-api/docs/pricing';

type Rates = readonly [input: number, output: number, cacheRead: number | null, cacheWrite: number | null];

function price(source: string, model: string, from: string, rates: Rates, rest: Partial<GivenPrice> = {}): GivenPrice {
  const [inputPerMillion, outputPerMillion, cacheReadPerMillion, cacheWritePerMillion] = rates;
  return {
    model,
    from,
    inputPerMillion,
    outputPerMillion,
    cacheReadPerMillion,
    cacheWritePerMillion,
    source,
    ...rest,
  };
}

/** Anthropic's standard tier; writing to the cache at the price for five minutes. */
const claude: readonly GivenPrice[] = [
  price(anthropic, 'claude-3-5-haiku', '2025-01-01', [0.8, 4, 0.08, 1]),
  price(anthropic, 'claude-3-5-sonnet', '2024-06-20', [3, 15, 0.3, 3.75]),
  price(anthropic, 'claude-3-7-sonnet', '2025-02-24', [3, 15, 0.3, 3.75]),
  price(anthropic, 'claude-sonnet-4', '2025-05-22', [3, 15, 0.3, 3.75], { tokensUpTo: 200_000 }),
  price(anthropic, 'claude-sonnet-4', '2025-08-12', [6, 22.5, 0.6, 7.5], { tokensAbove: 200_000 }),
  price(anthropic, 'claude-opus-4', '2025-05-22', [15, 75, 1.5, 18.75]),
  price(anthropic, 'claude-opus-4-1', '2025-08-05', [15, 75, 1.5, 18.75]),
  price(anthropic, 'claude-sonnet-4-5', '2025-09-29', [3, 15, 0.3, 3.75], { tokensUpTo: 200_000 }),
  price(anthropic, 'claude-haiku-4-5', '2025-10-15', [1, 5, 0.1, 1.25]),
  price(anthropic, 'claude-opus-4-5', '2025-11-24', [5, 25, 0.5, 6.25]),
  price(anthropic, 'claude-opus-4-6', '2026-02-05', [5, 25, 0.5, 6.25], { tokensUpTo: 200_000, until: '2026-03-21' }),
  price(anthropic, 'claude-opus-4-6', '2026-03-21', [5, 25, 0.5, 6.25]),
  price(anthropic, 'claude-sonnet-4-6', '2026-02-17', [3, 15, 0.3, 3.75], { tokensUpTo: 200_000, until: '2026-03-21' }),
  price(anthropic, 'claude-sonnet-4-6', '2026-03-21', [3, 15, 0.3, 3.75]),
  price(anthropic, 'claude-opus-4-7', '2026-04-01', [5, 25, 0.5, 6.25]),
  price(anthropic, 'claude-opus-4-8', '2026-05-01', [5, 25, 0.5, 6.25]),
  price(anthropic, 'claude-fable-5', '2026-06-01', [10, 50, 1, 12.5]),
  price(anthropic, 'claude-sonnet-5', '2026-06-30', [2, 10, 0.2, 2.5]),
  price(anthropic, 'claude-opus-5', '2026-07-24', [5, 25, 0.5, 6.25]),
  price(anthropic, 'claude-fable-5-1', '2026-07-24', [10, 50, 0.25, 12.5]),
  price(anthropic, 'claude-opus-5-5', '2026-07-24', [4, 20, 0.2, 5]),
  price(anthropic, 'claude-sonnet-5-5', '2026-07-24', [2, 10, 0.2, 2.5], { until: '2026-10-07' }),
  price(anthropic, 'claude-sonnet-5-5', '2026-10-07', [2, 10, 0.1, 2.5]),
  price(anthropic, 'claude-haiku-5-5', '2026-10-07', [0.1, 0.5, 0.01, 0.125], { tokensUpTo: 100_000 }),
  price(anthropic, 'claude-haiku-5-5', '2026-10-07', [0.5, 2.5, 0.05, 0.625], { tokensAbove: 100_000 }),
];

/** Where OpenAI has a price for long inputs: twice the input and the caches, one and a half times the output. */
function withLong(source: string, model: string, from: string, rates: Rates, above: number): GivenPrice[] {
  const [input, output, cacheRead, cacheWrite] = rates;
  const twice = (rate: number | null) => (rate === null ? null : rate * 2);
  return [
    price(source, model, from, rates, { tokensUpTo: above }),
    price(source, model, from, [input * 2, output * 1.5, twice(cacheRead), twice(cacheWrite)], { tokensAbove: above }),
  ];
}

/** OpenAI's standard tier. */
const gpt: readonly GivenPrice[] = [
  price(openai, 'gpt-4o', '2024-10-02', [2.5, 10, 1.25, null]),
  price(openai, 'gpt-4o-mini', '2024-10-02', [0.15, 0.6, 0.075, null]),
  price(openai, 'gpt-4.1', '2025-04-14', [2, 8, 0.5, null]),
  price(openai, 'gpt-4.1-mini', '2025-04-14', [0.4, 1.6, 0.1, null]),
  price(openai, 'gpt-4.1-nano', '2025-04-14', [0.1, 0.4, 0.025, null]),
  price(openai, 'o4-mini', '2025-04-16', [1.1, 4.4, 0.275, null]),
  price(openai, 'o3', '2025-06-11', [2, 8, 0.5, null]),
  price(openai, 'gpt-5', '2025-08-07', [1.25, 10, 0.125, null]),
  price(openai, 'gpt-5-mini', '2025-08-07', [0.25, 2, 0.025, null]),
  price(openai, 'gpt-5-nano', '2025-08-07', [0.05, 0.4, 0.005, null]),
  price(openai, 'gpt-5-codex', '2025-09-23', [1.25, 10, 0.125, null]),
  price(openai, 'gpt-5.1', '2025-11-13', [1.25, 10, 0.125, null]),
  price(openai, 'gpt-5.1-codex', '2025-11-13', [1.25, 10, 0.125, null]),
  price(openai, 'gpt-5.2', '2025-12-11', [1.75, 14, 0.175, null]),
  price(openai, 'gpt-5.3-codex', '2026-02-05', [1.75, 14, 0.175, null]),
  price(openai, 'gpt-5.4-mini', '2026-03-17', [0.75, 4.5, 0.075, null]),
  price(openai, 'gpt-5.4-nano', '2026-03-17', [0.2, 1.25, 0.02, null]),
  ...withLong(openai, 'gpt-5.4', '2026-03-05', [2.5, 15, 0.25, null], 272_000),
  ...withLong(openai, 'gpt-5.5', '2026-04-01', [5, 30, 0.5, null], 272_000),
  ...withLong(openai, 'gpt-6-sol', '2026-09-22', [2, 10, 0.2, 2.5], 272_000),
  ...withLong(openai, 'gpt-6-luna', '2026-09-22', [0.1, 0.5, 0.01, 0.125], 272_000),
  ...withLong(openai, 'gpt-6.1-sol', '2026-09-29', [2, 10, 0.1, 2.5], 272_000),
  ...withLong(openai, 'gpt-6.2-sol', '2026-10-14', [2, 10, 0.1, 2.5], 272_000),
];

/** Google's paid tier. */
const gemini: readonly GivenPrice[] = [
  price(google, 'gemini-2.5-pro', '2026-01-01', [1.25, 10, 0.125, null], { tokensUpTo: 200_000 }),
  price(google, 'gemini-2.5-pro', '2026-01-01', [2.5, 15, 0.25, null], { tokensAbove: 200_000 }),
  price(google, 'gemini-2.5-flash', '2026-01-01', [0.3, 2.5, 0.03, null]),
  price(google, 'gemini-2.5-flash-lite', '2026-01-01', [0.1, 0.4, 0.01, null]),
  price(google, 'gemini-3.1-pro-preview', '2026-02-19', [2, 12, 0.2, null], { tokensUpTo: 200_000 }),
  price(google, 'gemini-3.1-pro-preview', '2026-02-19', [4, 18, 0.4, null], { tokensAbove: 200_000 }),
];

/**
 * Prices that providers publish, from the day they hold. A price that is not certain is not here: what a call of that
 * model cost is unknown then, until the owner says.
 */
export const knownPrices: readonly Price[] = readPrices('the prices that Hookline brings', {
  prices: [...claude, ...gpt, ...gemini],
});
