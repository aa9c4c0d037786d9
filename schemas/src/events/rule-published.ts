import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A version of a rule came into force. */
export const RulePublished = defineEvent(
  'rule.published',
  'bus',
  'A version of a rule came into force.',
  z.strictObject({
    rule: z.string(),
    version: z.string(),
    source: z.string(),
    by: z.string(),
  }),
);
