import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A rule matched and a limit or the gate kept it from acting. */
export const RuleHeld = defineEvent(
  'rule.held',
  'bus',
  'A rule matched and a limit or the gate kept it from acting.',
  z.strictObject({
    rule: z.string(),
    version: z.string(),
    key: z.string(),
    by: z.string(),
    events: z.array(z.string()),
  }),
);
