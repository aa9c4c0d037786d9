import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** The harness said what the session had cost so far. */
export const CostReported = defineEvent(
  'cost.reported',
  'model',
  'The harness said what the session had cost so far.',
  z.strictObject({
    totalUsd: z.number().nonnegative(),
    byModel: z.record(z.string(), z.number().nonnegative()).optional(),
  }),
);
