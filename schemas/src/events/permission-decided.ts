import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** Somebody or something decided whether a tool call may run. */
export const PermissionDecided = defineEvent(
  'permission.decided',
  'tool',
  'Somebody or something decided whether a tool call may run.',
  z.strictObject({
    call: z.string().optional(),
    tool: z.string(),
    decision: z.enum(['allow', 'deny', 'ask', 'defer']),
    by: z.enum(['rule', 'hook', 'classifier', 'person', 'nobody', 'unknown']),
    reason: text.optional(),
  }),
);
