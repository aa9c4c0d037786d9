import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A rule matched and may act. The event's id is the firing's. */
export const RuleFired = defineEvent(
  'rule.fired',
  'bus',
  "A rule matched and may act. The event's id is the firing's.",
  z.strictObject({
    rule: z.string(),
    version: z.string(),
    key: z.string(),
    events: z.array(z.string()),
    positions: z.array(z.int().positive()),
  }),
);
