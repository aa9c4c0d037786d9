import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** The harness asked whether a tool call may run. */
export const PermissionAsked = defineEvent(
  'permission.asked',
  'tool',
  'The harness asked whether a tool call may run.',
  z.strictObject({
    call: z.string().optional(),
    tool: z.string(),
    input: json.optional(),
  }),
);
