import { z } from 'zod';

/** Absent, or an empty text as compose files give it, is without a limit. */
const noLimit = z.literal('').transform(() => undefined);

/** What holds for all rules together. */
export const budgetSettings = {
  HOOKLINE_RULES_PER_DAY: noLimit
    .or(z.coerce.number().int().positive())
    .optional()
    .describe('How often all rules together may fire in a UTC day; default: without a limit'),
  HOOKLINE_RULES_COST_PER_DAY_USD: noLimit
    .or(z.coerce.number().positive())
    .optional()
    .describe('What the work of all rules together may cost in a UTC day; default: without a limit'),
  HOOKLINE_RULES_DEPTH: z.coerce
    .number()
    .int()
    .min(1)
    .max(32)
    .default(5)
    .describe('How many firings may follow from one another; no rule may ask for more'),
};
