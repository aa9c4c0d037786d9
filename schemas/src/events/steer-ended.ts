import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A message for a running session was delivered, expired, or was refused. */
export const SteerEnded = defineEvent(
  'steer.ended',
  'bus',
  'A message for a running session was delivered, expired, or was refused.',
  z.strictObject({
    message: z.string(),
    outcome: z.enum(['delivered', 'expired', 'refused']),
    /** Where the agent was told: prompt, before-call, after-call. */
    surface: z.string().optional(),
    call: z.string().optional(),
    reason: z.string().optional(),
    cause: cause.optional(),
  }),
);
