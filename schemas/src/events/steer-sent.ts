import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A message was left for a running session. */
export const SteerSent = defineEvent(
  'steer.sent',
  'bus',
  'A message was left for a running session.',
  z.strictObject({
    message: z.string(),
    /** What the agent is told, at its next prompt or call. */
    text: z.string().max(4_000),
    by: z.string(),
    expiresAt: z.iso.datetime(),
    /** Only at a call, for what holds at a call; at whatever comes first where absent. */
    at: z.enum(['prompt', 'call']).optional(),
    /** The session it was meant for, where it was refused because there is none of that name to be told. */
    to: z.string().max(512).optional(),
    cause: cause.optional(),
  }),
);
