import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A version of a policy for tool calls is no longer in force. */
export const PolicyWithdrawn = defineEvent(
  'policy.withdrawn',
  'bus',
  'A version of a policy for tool calls is no longer in force.',
  z.strictObject({
    policy: z.string(),
    version: z.string(),
    by: z.string(),
    reason: z.string().optional(),
  }),
);
