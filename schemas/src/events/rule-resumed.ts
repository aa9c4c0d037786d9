import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A paused rule may act again. */
export const RuleResumed = defineEvent(
  'rule.resumed',
  'bus',
  'A paused rule may act again.',
  z.strictObject({
    rule: z.string(),
    by: z.string(),
    reason: z.string().optional(),
  }),
);
