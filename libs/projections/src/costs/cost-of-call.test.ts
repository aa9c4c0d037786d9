import { costOf, type GivenPrice, type ModelCall, pricesOf, readPrices, replacePrices } from '@hookline/costs';
import { type CloudEvent, eventId, newEvent, type Tokens } from '@hookline/schemas';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '../test-store.ts';

const day = fc.integer({ min: 1, max: 6 }).map((n) => `2026-06-0${n}`);
const rate = fc.integer({ min: 0, max: 40 });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const name = fc.constantFrom('claude-x', 'claude-x-20260101', 'gpt-7');

const somePrices = fc
  .array(
    fc.record({
      model: name,
      from: day,
      until: maybe(day),
      tokensAbove: fc.constantFrom(0, 100),
      tokensUpTo: maybe(fc.constantFrom(50, 200)),
      inputPerMillion: rate,
      outputPerMillion: rate,
      cacheReadPerMillion: maybe(rate),
      cacheWritePerMillion: maybe(rate),
      source: fc.constant('the test'),
    }),
    { maxLength: 6 },
  )
  .map((prices) => prices.filter(isSound));

function isSound({ from, until, tokensAbove, tokensUpTo }: GivenPrice, index: number, all: GivenPrice[]): boolean {
  const twice = all.findIndex((o) => o.model === all[index]!.model && o.from === from) !== index;
  return !twice && (!until || from < until) && (!tokensUpTo || (tokensAbove ?? 0) < tokensUpTo);
}

const tokens = maybe(fc.constantFrom(0, 30, 101, 250));
const someCalls = fc.array(
  fc.record({
    model: fc.constantFrom('anthropic/claude-x', 'Claude-X-20260101', 'gpt-7-2026-06-01', 'other'),
    day,
    tokens: fc.record({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: tokens }),
    costUsd: maybe(fc.constantFrom(0, 0.25)),
    serviceTier: maybe(fc.constantFrom('standard', 'default', 'batch')),
  }),
  { minLength: 1, maxLength: 8 },
);

test('the view of costs says of every call what costOf says', async () => {
  await using store = await openStore();
  const { db } = store;
  let told = 0;

  await fc.assert(
    fc.asyncProperty(somePrices, somePrices, someCalls, async (owner, known, calls) => {
      await replacePrices(db, 'owner', readPrices('owner', { prices: owner }));
      await replacePrices(db, 'known', readPrices('known', { prices: known }));
      told += 1;
      const session = `codex:${told}`;
      const events = calls.map(
        ({ day: at, ...data }, index): CloudEvent =>
          newEvent({
            kind: 'model.called',
            id: eventId('cost', told, index),
            source: 'urn:hookline:test',
            time: `${at}T00:00:00Z`,
            session,
            origin: 'api',
            data: { ...data, tokens: data.tokens as Tokens },
          } as never),
      );
      await store.tell(...events);

      const table = await pricesOf(db);
      const { rows } = await sql<ModelCall & { viewCost: number | null; viewSource: string | null }>`
        select u.model, u.at, u.input_tokens, u.output_tokens, u.cache_read_tokens, u.cache_write_tokens, u.service_tier,
          u.cost_usd, c.cost_usd as view_cost, c.cost_source as view_source
        from read.usage u join read.costs c using (session, message) where u.session = ${session}`.execute(db.kysely);

      expect(rows).toHaveLength(calls.length);
      for (const { viewCost, viewSource, ...call } of rows) {
        const { costUsd, costSource } = costOf(call, table);
        expect(viewSource).toBe(costSource);
        if (costUsd === null) expect(viewCost).toBeNull();
        else expect(viewCost).toBeCloseTo(costUsd, 12);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
