import { createRoute, z } from '@hono/zod-openapi';
import {
  type Price,
  PricesError,
  type PriceTable,
  pricesOf,
  readPrices,
  replacePrices,
  versionOf,
} from '@hookline/costs';
import { ApiError, answers, rowShape, security } from '@hookline/http';
import type { AddRoutes } from '../context.ts';

type PriceAnswer = Price & { readonly owner: boolean };

const shape = z.object({
  version: z.string().openapi({ description: 'The same for the same prices' }),
  note: z.string(),
  prices: z.array(rowShape<PriceAnswer>('Price', 'What a model costs from when on, see docs/reference/prices.md')),
});

const note =
  'Dollars per million tokens at the providers’ standard tier, each from the day it holds. Your own prices stand before these; a model that is not here has no known cost.';

/** What costs are computed with. */
export const addPriceRoutes: AddRoutes = (api, context) => {
  const { db, allow } = context;

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/prices',
      summary: 'The prices that costs are computed with, where no harness reports them',
      security,
      middleware: allow('read'),
      responses: answers('Prices by model and date', shape),
    }),
    async (c) => c.json(answerOf(await pricesOf(db)), 200),
  );

  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/prices',
      summary: 'Puts the owner’s prices in place of the owner’s prices before; an empty list takes them away',
      security,
      middleware: allow('admin'),
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: rowShape<object>('OwnerPrices', 'What HOOKLINE_HOME/prices.json holds: { prices: [...] }'),
            },
          },
        },
      },
      responses: answers('Prices by model and date', shape),
    }),
    async (c) => {
      await replacePrices(db, 'owner', readOrRefuse(c.req.valid('json')));
      return c.json(answerOf(await pricesOf(db)), 200);
    },
  );
};

function readOrRefuse(given: unknown): Price[] {
  try {
    return readPrices('the request', given);
  } catch (error) {
    if (!(error instanceof PricesError)) throw error;
    throw new ApiError(422, 'bad-prices', error.message, {
      issues: [...error.issues],
      hint: 'docs/reference/prices.md says what a price is',
    });
  }
}

function answerOf(table: PriceTable): z.infer<typeof shape> {
  const prices = [
    ...table.owner.map((price) => ({ ...price, owner: true })),
    ...table.known.map((price) => ({ ...price, owner: false })),
  ];
  return { version: versionOf(table), note, prices };
}
