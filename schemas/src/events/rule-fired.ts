import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

const first = {
  rule: z.string(),
  version: z.string(),
  key: z.string(),
  events: z.array(z.string()),
  positions: z.array(z.int().positive()),
};

/** A rule matched and may act. The event's id is the firing's. */
export const RuleFired = defineEvent(
  'rule.fired',
  'bus',
  "A rule matched and may act. The event's id is the firing's.",
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** See `cause`: how many firings stand between a person and this one, itself included. */
    depth: z.int().positive().optional(),
    chain: z.array(z.string()).max(32).optional(),
    /** What each action does, in a line. */
    actions: z.array(z.string()).optional(),
  }),
  (before) => before,
);
