import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A version of a rule is no longer in force. */
export const RuleWithdrawn = defineEvent(
  'rule.withdrawn',
  'bus',
  'A version of a rule is no longer in force.',
  z.strictObject({
    rule: z.string(),
    version: z.string(),
    /** Where it came from: folder, git, api. */
    source: z.string().optional(),
    by: z.string(),
    reason: z.string().optional(),
  }),
);
