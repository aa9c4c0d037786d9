import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** The agent's list of things to do changed; this is the whole list, or one changed item. */
export const PlanUpdated = defineEvent(
  'plan.updated',
  'message',
  "The agent's list of things to do changed; this is the whole list, or one changed item.",
  z.strictObject({
    /** True when `items` is the whole list, false when it holds only what changed. */
    whole: z.boolean(),
    items: z.array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        status: z.enum(['pending', 'active', 'done', 'cancelled', 'deleted', 'unknown']),
        detail: z.string().optional(),
      }),
    ),
  }),
);
