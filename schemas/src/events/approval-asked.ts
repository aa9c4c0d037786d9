import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A person was asked whether something may go on. */
export const ApprovalAsked = defineEvent(
  'approval.asked',
  'bus',
  'A person was asked whether something may go on.',
  z.strictObject({
    approval: z.string(),
    question: z.string().max(2_000),
    by: z.string(),
    expiresAt: z.iso.datetime(),
    /** The exact moment it is about: a position of the log. */
    position: z.int().positive().optional(),
    /** What is done when it is approved, a line each. */
    actions: z.array(z.string()).optional(),
    /** The same for the bus itself, so that an open question survives the loss of the database. */
    held: z.unknown().optional(),
    cause: cause.optional(),
  }),
);
