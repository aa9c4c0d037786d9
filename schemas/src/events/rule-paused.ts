import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A rule was told to act no more until it is resumed. */
export const RulePaused = defineEvent(
  'rule.paused',
  'bus',
  'A rule was told to act no more until it is resumed.',
  z.strictObject({
    rule: z.string(),
    by: z.string(),
    reason: z.string(),
    /** True when the bus paused it by itself: it failed or fired too often. */
    automatic: z.boolean(),
  }),
);
