import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** A question of a tool server was answered. */
export const ElicitationAnswered = defineEvent(
  'elicitation.answered',
  'tool',
  'A question of a tool server was answered.',
  z.strictObject({
    server: z.string(),
    action: z.string(),
    content: json.optional(),
  }),
);
