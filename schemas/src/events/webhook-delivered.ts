import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A signed webhook of a firing was taken, or given up. */
export const WebhookDelivered = defineEvent(
  'webhook.delivered',
  'bus',
  'A signed webhook of a firing was taken, or given up.',
  z.strictObject({
    firing: z.string(),
    url: z.string(),
    attempts: z.int().positive(),
    status: z.int().optional(),
    outcome: z.enum(['ok', 'failed']),
    error: z.string().optional(),
  }),
);
