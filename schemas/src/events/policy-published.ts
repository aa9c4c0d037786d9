import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A version of a policy for tool calls came into force. */
export const PolicyPublished = defineEvent(
  'policy.published',
  'bus',
  'A version of a policy for tool calls came into force.',
  z.strictObject({
    policy: z.string(),
    version: z.string(),
    source: z.string(),
    by: z.string(),
    mode: z.enum(['enforce', 'shadow']),
  }),
);
