import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

const first = {
  firing: z.string(),
  url: z.string(),
  attempts: z.int().positive(),
  status: z.int().optional(),
  outcome: z.enum(['ok', 'failed']),
  error: z.string().optional(),
};

/** A signed webhook of a firing was taken, or given up. */
export const WebhookDelivered = defineEvent(
  'webhook.delivered',
  'bus',
  'A signed webhook of a firing was taken, or given up.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    delivery: z.string().optional(),
    /** Who had it tried again after it had been given up. */
    redrivenBy: z.string().optional(),
    cause: cause.optional(),
  }),
  (before) => before,
);
