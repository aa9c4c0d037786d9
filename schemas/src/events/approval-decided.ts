import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A question to a person was answered, or its time was up. */
export const ApprovalDecided = defineEvent(
  'approval.decided',
  'bus',
  'A question to a person was answered, or its time was up.',
  z.strictObject({
    approval: z.string(),
    decision: z.enum(['approved', 'rejected', 'expired']),
    by: z.string(),
    /** How it came: console, command line, link, or nobody. */
    via: z.enum(['console', 'api', 'link', 'nobody']),
    comment: z.string().max(2_000).optional(),
    cause: cause.optional(),
  }),
);
