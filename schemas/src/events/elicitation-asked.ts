import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json, text } from '../shapes.ts';

/** A tool server asked the person something. */
export const ElicitationAsked = defineEvent(
  'elicitation.asked',
  'tool',
  'A tool server asked the person something.',
  z.strictObject({
    server: z.string(),
    message: text,
    mode: z.string().optional(),
    schema: json.optional(),
  }),
);
